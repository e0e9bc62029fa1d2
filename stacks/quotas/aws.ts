import { awsMachine } from '../aws/machines.ts';
import { names, textAt, valueAt } from '../inputs.ts';
import type { Plan, PlannedResource } from '../planned.ts';
import { countedNeeds, summed, type Need, type Resource } from './need.ts';
import { poolsOf, type Pool } from './pools.ts';

export interface AwsQuota {
  readonly title: string;
  /** As `aws service-quotas` calls them. */
  readonly service: string;
  readonly code: string;
}

/** Source: AWS General Reference, "Endpoints and quotas" of each service; codes as Service Quotas lists them. */
export const awsQuotas = {
  vcpus: { title: 'vCPUs of running on-demand standard instances', service: 'ec2', code: 'L-1216C47A' },
  addresses: { title: 'Elastic IP addresses', service: 'ec2', code: 'L-0263D0A3' },
  vpcs: { title: 'VPCs', service: 'vpc', code: 'L-F678F1CE' },
  'internet-gateways': { title: 'Internet gateways', service: 'vpc', code: 'L-A4707A72' },
  'nat-gateways': { title: 'NAT gateways in a zone', service: 'vpc', code: 'L-FE5A380F' },
  'application-load-balancers': {
    title: 'Application load balancers',
    service: 'elasticloadbalancing',
    code: 'L-53DA6B97',
  },
  'network-load-balancers': { title: 'Network load balancers', service: 'elasticloadbalancing', code: 'L-69A177A2' },
  databases: { title: 'RDS instances', service: 'rds', code: 'L-7B6409FD' },
  clusters: { title: 'EKS clusters', service: 'eks', code: 'L-1194D53C' },
} as const satisfies Readonly<Record<string, AwsQuota>>;

export type AwsQuotaId = keyof typeof awsQuotas;

export function isAwsQuota(id: string): id is AwsQuotaId {
  return Object.hasOwn(awsQuotas, id);
}

/**
 * What a plan takes of the quotas of its region.
 * @param state What is there already; empty before the first run.
 */
export function awsNeeds(plan: Plan, state: readonly Resource[]): readonly Need[] {
  const there = new Set(state.map(({ urn }) => urn));
  const counted = countedNeeds(plan.resources.filter(isInRegion), there, (resource) => quotaOf(resource, plan));
  return summed([...counted, ...poolsOf(plan.resources, state).flatMap(vcpusOf)]);
}

/** Pools whose machines the table does not know, so that their vCPUs are not counted. */
export function unsizedAwsPools(plan: Plan): readonly Pool[] {
  return poolsOf(plan.resources, []).filter(({ machine }) => awsMachine(machine) === undefined);
}

function vcpusOf({ name, machine, min, most }: Pool): readonly Need[] {
  const vcpus = awsMachine(machine)?.vcpus ?? 0;
  return [{ quota: 'vcpus', scope: '', amount: min * vcpus, most: most * vcpus, of: [name] }];
}

/** A resource of another region counts there; the only ones are copies, which no quota here is about. */
function isInRegion({ inputs }: PlannedResource): boolean {
  return typeof inputs['region'] !== 'string';
}

function quotaOf(
  resource: PlannedResource,
  plan: Plan,
): readonly { readonly quota: AwsQuotaId; readonly scope?: string }[] {
  const { type, inputs } = resource;
  switch (type) {
    case 'aws:ec2/eip:Eip':
      return [{ quota: 'addresses' }];
    case 'aws:ec2/vpc:Vpc':
      return [{ quota: 'vpcs' }];
    case 'aws:ec2/internetGateway:InternetGateway':
      return [{ quota: 'internet-gateways' }];
    case 'aws:ec2/natGateway:NatGateway': {
      const subnet = plan.resources.find(
        (other) => other.type === 'aws:ec2/subnet:Subnet' && names(valueAt(inputs, 'subnetId'), other),
      );
      return [{ quota: 'nat-gateways', scope: textAt(subnet?.inputs, 'availabilityZone') }];
    }
    case 'aws:lb/loadBalancer:LoadBalancer':
      return [
        { quota: inputs['loadBalancerType'] === 'network' ? 'network-load-balancers' : 'application-load-balancers' },
      ];
    case 'aws:rds/instance:Instance':
      return [{ quota: 'databases' }];
    case 'aws:eks/cluster:Cluster':
      return [{ quota: 'clusters' }];
    default:
      return [];
  }
}
