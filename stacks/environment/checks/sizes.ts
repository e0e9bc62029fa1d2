import type { Path } from '../../../src/api/documents/problem.ts';
import { parseQuantity } from '../../../src/api/quantity.ts';
import { brainstoreRoles, type BrainstoreRole } from '../../../src/dataplane/contract/components.ts';
import { defaultNvmeFamily } from '../../aws/machines.ts';
import type { Environment, SelfHostedEnvironment } from '../schema/environment.ts';
import { those, type Check, type CheckFinding } from './check.ts';
import { machineOf } from './machines.ts';

interface Pool {
  readonly name: string;
  readonly instanceType: string;
  readonly min: number;
  readonly max: number;
  /** Roles of Brainstore whose pods have one node each of this pool. */
  readonly roles: readonly BrainstoreRole[];
}

export const sizeChecks: readonly Check[] = [
  {
    id: 'pools-have-room-between-min-and-max',
    check: (environment) =>
      poolsOf(environment).flatMap(({ name, min, max }) =>
        those(min > max && { path: poolPath(name, 'min'), reason: `is ${min}, more than max (${max})` }),
      ),
  },
  {
    id: 'brainstore-has-local-nvme',
    check: (environment) => poolsOf(environment).flatMap((pool) => withoutNvme(environment, pool)),
  },
  {
    id: 'region-has-the-machines',
    check: (environment) => poolsOf(environment).flatMap((pool) => notInRegion(environment, pool)),
  },
  {
    id: 'brainstore-pods-have-nodes',
    check: (environment) => poolsOf(environment).flatMap((pool) => withoutNodes(environment, pool)),
  },
  {
    id: 'brainstore-pods-fit-their-nodes',
    check: (environment) => poolsOf(environment).flatMap((pool) => tooSmall(environment, pool)),
  },
  { id: 'cache-fits-its-volume', check: (environment) => cacheFindings(environment) },
];

/** The pools of a cluster that is made, and what runs on them. */
function poolsOf({ spec }: Environment): readonly Pool[] {
  if (spec.mode !== 'SelfHosted') return [];
  const { kubernetes } = spec;
  if ('readers' in kubernetes) {
    return [
      { name: 'services', ...kubernetes.services, roles: [] },
      { name: 'readers', ...kubernetes.readers, roles: ['reader', 'fastReader'] },
      { name: 'writers', ...kubernetes.writers, roles: ['writer'] },
    ];
  }
  if (!('brainstore' in kubernetes)) return [];
  return [
    ...('system' in kubernetes ? [{ name: 'system', ...kubernetes.system, roles: [] }] : []),
    { name: 'services', ...kubernetes.services, roles: [] },
    { name: 'brainstore', ...kubernetes.brainstore, roles: brainstoreRoles },
  ];
}

function poolPath(pool: string, field: string): Path {
  return ['spec', 'kubernetes', pool, field];
}

function withoutNvme(environment: Environment, { name, instanceType, roles }: Pool): readonly CheckFinding[] {
  if (roles.length === 0) return [];
  const path = poolPath(name, 'instanceType');
  const machine = machineOf(environment, instanceType);
  return those(
    machine === undefined && {
      path,
      reason: `${instanceType} is not in our table of machines, so nobody has checked that it has local NVMe`,
      severity: 'warning',
    },
    machine?.nvmeGb === 0 && {
      path,
      reason: `${instanceType} has no local NVMe, and Brainstore keeps its cache there`,
      next: 'take a machine with local disks',
    },
  );
}

/** Only AWS sells its newest machines with local NVMe in some regions and not in others, for years. */
function notInRegion({ spec }: Environment, { name, instanceType, roles }: Pool): readonly CheckFinding[] {
  if (roles.length === 0 || spec.mode !== 'SelfHosted' || spec.cloud.provider !== 'aws') return [];
  const { region } = spec.cloud;
  const family = defaultNvmeFamily(region);
  return those(
    instanceType.startsWith('c8gd.') &&
      family !== 'c8gd' && {
        path: poolPath(name, 'instanceType'),
        reason: `is ${instanceType}, and nobody has checked that ${region} has c8gd`,
        next: `take ${instanceType.replace('c8gd', family)}, which it has, or look it up: aws ec2 describe-instance-type-offerings`,
        severity: 'warning',
      },
  );
}

function withoutNodes(environment: Environment, { name, max, roles }: Pool): readonly CheckFinding[] {
  const { spec } = environment;
  if (roles.length === 0 || spec.mode !== 'SelfHosted') return [];
  const pods = roles.map((role) => spec.plane.brainstore[role].replicas).reduce((sum, replicas) => sum + replicas, 0);
  const path = poolPath(name, 'max');
  const next = `set it to ${pods + 1} at least`;
  return those(
    max < pods && { path, reason: `is ${max}, and ${pods} pods of Brainstore need a node each`, next },
    max === pods && {
      path,
      reason: `is ${max}, just enough for ${pods} pods of Brainstore: an upgrade starts a new pod before the old one ends`,
      next,
    },
  );
}

const gibibyte = 1024n ** 3n * 1000n;

function tooSmall(environment: Environment, { name, instanceType, roles }: Pool): readonly CheckFinding[] {
  const { spec } = environment;
  const machine = machineOf(environment, instanceType);
  if (machine === undefined || machine.nvmeGb === 0 || spec.mode !== 'SelfHosted') return [];
  return roles.flatMap((role) => {
    const { resources, cache } = spec.plane.brainstore[role];
    const path = ['spec', 'plane', 'brainstore', role];
    const cpu = parseQuantity(resources.requests?.cpu);
    const memory = parseQuantity(resources.requests?.memory);
    const volume = parseQuantity(cache.volumeSize);
    const node = `${instanceType} of spec.kubernetes.${name}`;
    const has = (amount: string): string => `and ${node} has ${amount}`;
    return those(
      cpu !== undefined &&
        cpu >= BigInt(machine.vcpus) * 1000n && {
          path: [...path, 'resources', 'requests', 'cpu'],
          reason: `is ${String(resources.requests?.cpu)}, ${has(`${machine.vcpus}, of which the system takes a part`)}`,
          next: 'ask for less, or take a larger machine',
        },
      memory !== undefined &&
        memory >= BigInt(machine.memoryGiB) * gibibyte && {
          path: [...path, 'resources', 'requests', 'memory'],
          reason: `is ${String(resources.requests?.memory)}, ${has(`${machine.memoryGiB}Gi, of which the system takes a part`)}`,
          next: 'ask for less, or take a larger machine',
        },
      volume !== undefined &&
        volume > BigInt(Math.round(machine.nvmeGb)) * 10n ** 9n * 1000n && {
          path: [...path, 'cache', 'volumeSize'],
          reason: `is ${String(cache.volumeSize)}, ${has(`${Math.round(machine.nvmeGb)} GB of local NVMe`)}`,
          next: 'make the cache smaller, or take a larger machine',
        },
    );
  });
}

function cacheFindings({ spec }: Environment): readonly CheckFinding[] {
  if (spec.mode !== 'SelfHosted') return [];
  return brainstoreRoles.flatMap((role) => cacheOf(spec, role));
}

function cacheOf({ plane }: SelfHostedEnvironment['spec'], role: BrainstoreRole): readonly CheckFinding[] {
  const { size, volumeSize } = plane.brainstore[role].cache;
  const [cache, volume] = [parseQuantity(size), parseQuantity(volumeSize)];
  return those(
    cache !== undefined &&
      volume !== undefined &&
      cache >= volume && {
        path: ['spec', 'plane', 'brainstore', role, 'cache', 'size'],
        reason: `is ${size}, and must be smaller than volumeSize (${volumeSize}), which Brainstore exceeds for a while`,
        next: 'set it to nine tenths of volumeSize',
      },
  );
}
