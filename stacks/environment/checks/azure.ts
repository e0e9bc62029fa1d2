import { podCidr, serviceCidr } from '../../azure/subnet-plan.ts';
import { contains, overlaps, parseCidr } from '../../network/subnets.ts';
import type { AzureEnvironment, Environment } from '../schema/environment.ts';
import { those, type Check, type CheckFinding } from './check.ts';

const networkPath = ['spec', 'network'] as const;

/** What must fit together on Azure alone. */
export const azureChecks: readonly Check[] = [
  {
    id: 'cluster-that-exists-stands-in-its-network',
    check: onAzure(({ spec: { network, kubernetes } }) =>
      those(
        kubernetes.type === 'Existing' &&
          network.type === 'New' && {
            path: [...networkPath, 'type'],
            reason: 'is New, and a cluster that exists stands in a network that exists',
            next: 'name that network, with type Existing',
          },
      ),
    ),
  },
  {
    id: 'private-entry-has-an-address',
    check: onAzure(({ spec: { network, entry } }) =>
      those(
        network.type === 'Existing' &&
          entry.access === 'Private' &&
          network.entryAddress === undefined && {
            path: [...networkPath, 'entryAddress'],
            reason: 'is missing, and a private entry has an address of its subnet',
            next: 'name a free address of spec.network.entrySubnetId',
          },
      ),
    ),
  },
  {
    id: 'fixed-addresses-are-in-the-network',
    check: onAzure(({ spec: { network } }) => {
      if (network.type !== 'Existing' || !isNetwork(network.cidr)) return [];
      return (['entryAddress', 'balancerAddress'] as const).flatMap((field) => {
        const address = network[field];
        return address === undefined || isWithin(network.cidr, address)
          ? []
          : [{ path: [...networkPath, field], reason: `is ${address}, no address of ${network.cidr}` }];
      });
    }),
  },
  {
    id: 'networks-of-the-cluster-are-free',
    check: onAzure(({ spec: { network } }) =>
      [podCidr, serviceCidr].flatMap((inner) =>
        isNetwork(network.cidr) && overlaps(network.cidr, inner)
          ? [
              {
                path: [...networkPath, 'cidr'],
                reason: `overlaps ${inner}, which pods or services of the cluster have`,
                next: 'take other addresses',
              },
            ]
          : [],
      ),
    ),
  },
];

function onAzure(check: (environment: AzureEnvironment) => readonly CheckFinding[]): Check['check'] {
  return (environment) => (isAzure(environment) ? check(environment) : []);
}

function isAzure(environment: Environment): environment is AzureEnvironment {
  return environment.spec.mode === 'SelfHosted' && environment.spec.cloud.provider === 'azure';
}

/** What is no network at all, another check reports. */
function isNetwork(cidr: string): boolean {
  try {
    parseCidr(cidr);
    return true;
  } catch {
    return false;
  }
}

function isWithin(cidr: string, address: string): boolean {
  return isNetwork(`${address}/32`) && contains(cidr, `${address}/32`);
}
