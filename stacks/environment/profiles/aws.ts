import { isPlainObject } from '../../../src/runtime/canonical-json.ts';
import { podThatFills } from '../../aws/allocatable.ts';
import { poolLabel } from '../../aws/kubernetes/pools.ts';
import { awsMachine, defaultNvmeFamily, defaultZones } from '../../aws/machines.ts';
import type { Profile } from '../schema/common.ts';
import { awsSizes, type AwsSizes } from './aws-sizes.ts';
import type { CloudDefaults } from './profile-defaults.ts';

/**
 * What each profile says on AWS. Two things follow from what the file itself says: nodes from the number of Brainstore
 * pods, and the size of those pods from the machines, so that changing one of a pair does not leave the other behind.
 */
export const awsDefaults: CloudDefaults = (profile, cloud, spec) => {
  const sizes = awsSizes[profile];
  const region = typeof cloud['region'] === 'string' ? cloud['region'] : '';
  const pods = (role: BrainstoreRole): number =>
    numberAt(spec, ['plane', 'brainstore', role, 'replicas']) ?? sizes[role];
  const machine = (pool: 'readers' | 'writers'): string =>
    textAt(spec, ['kubernetes', pool, 'instanceType']) ?? `${defaultNvmeFamily(region)}.${sizes[pool]}`;
  return {
    cloud: { zones: defaultZones(region, sizes.zones) },
    network: network(profile),
    kubernetes: {
      type: 'New',
      version: '1.34',
      // A public one needs the networks that may reach it, which only a person knows.
      endpoint: { access: 'Private' },
      services: sizes.services,
      readers: pool(machine('readers'), pods('reader') + pods('fastReader')),
      writers: pool(machine('writers'), pods('writer')),
      deletionProtection: profile !== 'sandbox',
      logDays: profile === 'sandbox' ? 7 : 90,
    },
    postgres: { type: 'New', ...sizes.postgres },
    redis: { type: 'New', version: '7.1', ...sizes.redis },
    storage: { type: 'New', undoDays: 7 },
    encryption: { type: 'New' },
    identity: { type: 'New' },
    entry: { access: 'Private', idleTimeoutSeconds: 900, deletionProtection: profile !== 'sandbox' },
    alarms: { enabled: profile !== 'sandbox' },
    backups: { retentionDays: profile === 'sandbox' ? 7 : 35 },
    quarantine: { enabled: profile !== 'sandbox', cidr: '10.175.64.0/21' },
    plane: {
      api: sizes.api,
      brainstore: {
        reader: brainstore(pods('reader'), 'readers', machine('readers'), spec),
        fastReader: brainstore(pods('fastReader'), 'readers', machine('readers'), spec),
        writer: brainstore(pods('writer'), 'writers', machine('writers'), spec),
      },
    },
  };
};

type BrainstoreRole = 'reader' | 'fastReader' | 'writer';

/** 10.175.0.0 is where the vendor's module begins too; wider, because on EKS every pod has an address of the VPC. */
function network(profile: Profile) {
  const sandbox = profile === 'sandbox';
  return {
    type: 'New',
    cidr: '10.175.0.0/18',
    nat: sandbox ? 'Single' : 'PerZone',
    endpoints: !sandbox,
    flowLogDays: sandbox ? 0 : 90,
  };
}

/** One pod a node; twice as many for a while, because new pods start before old ones end. */
function pool(instanceType: string, pods: number): AwsSizes['services'] {
  return { instanceType, min: pods, max: 2 * pods };
}

/**
 * A role of Brainstore, on the pool whose nodes it fills. On a cluster that exists nobody knows the nodes: the sizes of the
 * DataPlane stand, which are the vendor's.
 */
function brainstore(
  replicas: number,
  poolName: 'readers' | 'writers',
  instanceType: string,
  spec: Readonly<Record<string, unknown>>,
) {
  if (textAt(spec, ['kubernetes', 'type']) === 'Existing') return { replicas };
  const nodeSelector = { [poolLabel]: poolName };
  const machine = awsMachine(instanceType);
  // A machine that is not known is refused by the checks, with a better sentence than could be said here.
  if (machine === undefined || machine.nvmeGb === 0) return { replicas, nodeSelector };
  const { cpu, memory, volumeSize, cacheSize } = podThatFills(machine);
  const amounts = { cpu, memory };
  return {
    replicas,
    nodeSelector,
    resources: { requests: amounts, limits: amounts },
    cache: { size: cacheSize, volumeSize },
  };
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, step) => (isPlainObject(inner) ? inner[step] : undefined), value);
}

function textAt(value: unknown, path: readonly string[]): string | undefined {
  const found = at(value, path);
  return typeof found === 'string' ? found : undefined;
}

function numberAt(value: unknown, path: readonly string[]): number | undefined {
  const found = at(value, path);
  return typeof found === 'number' ? found : undefined;
}
