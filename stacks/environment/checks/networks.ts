import type { Path } from '../../../src/api/documents/problem.ts';
import { fieldOf } from '../../../src/api/documents/problem.ts';
import { podCidr, serviceCidr } from '../../azure/subnet-plan.ts';
import { networkRanges } from '../../google/network-ranges.ts';
import { contains, overlaps, parseCidr } from '../../network/subnets.ts';
import type { Environment } from '../schema/environment.ts';
import { those, type Check, type CheckFinding } from './check.ts';

interface Network {
  readonly path: Path;
  readonly cidr: string;
  /** Prefixes that it may have, from the widest; of a network that exists any will do. */
  readonly from?: number;
  readonly to?: number;
}

/** Widest and narrowest network that the programs can cut their subnets from. */
const sizes = {
  aws: { from: 16, to: 21 },
  google: { from: 16, to: 20 },
  azure: { from: 16, to: 20 },
} as const;

/** Addresses of one's own: RFC 1918, and the shared space of RFC 6598, which clouds take too. */
const privateNetworks = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'] as const;

export const networkChecks: readonly Check[] = [
  {
    id: 'networks-are-networks',
    check: (environment) =>
      [...networksOf(environment), ...guestsOf(environment)].flatMap(({ path, cidr }) => {
        const reason = whyNoNetwork(cidr);
        return reason === undefined ? [] : [{ path, reason }];
      }),
  },
  {
    id: 'networks-are-private',
    check: (environment) =>
      sound(networksOf(environment)).flatMap(({ path, cidr }) =>
        privateNetworks.some((own) => contains(own, cidr))
          ? []
          : [{ path, reason: 'is no private network', next: `take addresses within ${privateNetworks.join(', ')}` }],
      ),
  },
  {
    id: 'networks-have-a-fitting-size',
    check: (environment) =>
      sound(networksOf(environment)).flatMap(({ path, cidr, from = 0, to = 32 }): CheckFinding[] => {
        const { prefix } = parseCidr(cidr);
        const next = from === to ? `take a /${from}` : `take one from /${from} to /${to}`;
        if (prefix < from) return [{ path, reason: `is a /${prefix}, which is too large`, next }];
        return prefix > to ? [{ path, reason: `is a /${prefix}, which is too small`, next }] : [];
      }),
  },
  {
    id: 'networks-do-not-overlap',
    check: (environment) => {
      const networks = sound(networksOf(environment)).flatMap((network) => takenOf(environment, network));
      return networks.flatMap(({ path, cidr }, index) =>
        networks
          .slice(0, index)
          .filter((earlier) => overlaps(earlier.cidr, cidr))
          .map((earlier) => ({
            path,
            reason: `overlaps ${fieldOf(earlier.path)} (${earlier.cidr})`,
            next: 'give each its own addresses',
          })),
      );
    },
  },
  {
    id: 'networks-leave-room-for-pods',
    check: (environment) => {
      const { spec } = environment;
      const makesAks = spec.mode === 'SelfHosted' && spec.cloud.provider === 'azure' && spec.kubernetes.type === 'New';
      return sound(networksOf(environment)).flatMap(({ path, cidr }) =>
        (makesAks ? [podCidr, serviceCidr] : [])
          .filter((inner) => overlaps(cidr, inner))
          .map((inner) => ({
            path,
            reason: `overlaps ${inner}, which pods and services of the cluster have among themselves`,
            next: 'take other addresses',
          })),
      );
    },
  },
  {
    id: 'public-endpoint-names-its-networks',
    check: ({ spec }) => {
      const endpoint = endpointOf(spec);
      if (endpoint === undefined) return [];
      const { access, authorizedCidrs } = endpoint;
      const path = ['spec', 'kubernetes', 'endpoint', 'authorizedCidrs'];
      return those(
        access === 'Public' &&
          authorizedCidrs.length === 0 && {
            path,
            reason: 'is empty, and a public API server would be open to everybody',
            next: "name your office's or VPN's networks, or set access to Private",
          },
        access === 'Private' &&
          authorizedCidrs.length > 0 && {
            path,
            reason: 'means nothing where access is Private',
            next: 'remove it, or set access to Public',
          },
      );
    },
  },
];

/** How the API server of a cluster that is made is reached. */
function endpointOf(spec: Environment['spec']) {
  if (spec.mode !== 'SelfHosted' || !('endpoint' in spec.kubernetes)) return undefined;
  return typeof spec.kubernetes.endpoint === 'string' ? undefined : spec.kubernetes.endpoint;
}

/** Networks that are made or used here, each of which must have its own addresses. */
function networksOf({ spec }: Environment): readonly Network[] {
  if (spec.mode !== 'SelfHosted') return [];
  const path = ['spec', 'network', 'cidr'];
  const { network, cloud } = spec;
  const found: Network[] = [{ path, cidr: network.cidr, ...(network.type === 'New' && sizes[cloud.provider]) }];
  if ('quarantine' in spec && spec.quarantine.enabled) {
    found.push({ path: ['spec', 'quarantine', 'cidr'], cidr: spec.quarantine.cidr, from: 16, to: 24 });
  }
  if ('podsCidr' in network) found.push({ path: ['spec', 'network', 'podsCidr'], cidr: network.podsCidr });
  if ('controlPlaneCidr' in spec.kubernetes) {
    const { controlPlaneCidr: cidr } = spec.kubernetes;
    found.push({ path: ['spec', 'kubernetes', 'controlPlaneCidr'], cidr, from: 28, to: 28 });
  }
  return found;
}

/** Networks of others, which may come in. */
function guestsOf({ spec }: Environment): readonly Network[] {
  if (spec.mode !== 'SelfHosted') return [];
  const list = (path: Path, cidrs: readonly string[]): Network[] =>
    cidrs.map((cidr, index) => ({ path: [...path, index], cidr }));
  return [
    ...list(['spec', 'entry', 'allowedCidrs'], spec.entry.allowedCidrs),
    ...list(['spec', 'kubernetes', 'endpoint', 'authorizedCidrs'], endpointOf(spec)?.authorizedCidrs ?? []),
  ];
}

/**
 * What of a network is taken. Google's control plane lies in the same network as all else, in the part that is cut for
 * nothing.
 */
function takenOf({ spec }: Environment, network: Network): readonly Network[] {
  const ofGoogle = spec.mode === 'SelfHosted' && spec.cloud.provider === 'google' && network.from === sizes.google.from;
  if (!ofGoogle || parseCidr(network.cidr).prefix > sizes.google.to) return [network];
  return Object.values(networkRanges(network.cidr)).map((cidr: string) => ({ ...network, cidr }));
}

function sound(networks: readonly Network[]): readonly Network[] {
  return networks.filter(({ cidr }) => whyNoNetwork(cidr) === undefined);
}

function whyNoNetwork(cidr: string): string | undefined {
  try {
    parseCidr(cidr);
    return undefined;
  } catch (error) {
    if (error instanceof RangeError) return error.message.replace(cidr, '').trim();
    throw error;
  }
}
