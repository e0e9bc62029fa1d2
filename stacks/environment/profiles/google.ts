import { isPlainObject } from '../../../src/runtime/canonical-json.ts';
import { formatCidr, parseCidr, sizeOf } from '../../network/subnets.ts';
import type { Profile } from '../schema/common.ts';
import { googleSizes, type GoogleSizes, type RoleSize } from './google-sizes.ts';
import type { CloudDefaults } from './profile-defaults.ts';

/** What each profile says on Google Cloud; every field that the schema calls profiled. */
export const googleDefaults: CloudDefaults = (profile, cloud, spec) => {
  const sizes = googleSizes[profile];
  const safe = profile !== 'sandbox';
  const network = objectOf(spec['network']);
  const networkCidr = typeof network['cidr'] === 'string' ? network['cidr'] : defaultCidr;
  return {
    cloud: { provider: 'google', zones: zonesOf(String(cloud['region'])) },
    network: { type: 'New', cidr: defaultCidr, flowLogs: safe },
    kubernetes: kubernetesOf(profile, sizes, spec, controlPlaneCidr(networkCidr)),
    postgres: {
      type: 'New',
      version: '17',
      ...sizes.postgres,
      highAvailability: safe,
      backupRetentionDays: { sandbox: 7, production: 14, 'production-ha': 30, 'high-ingest': 14 }[profile],
      deletionProtection: safe,
    },
    redis: { type: 'New', version: 'REDIS_7_2', memoryGiB: sizes.redisGiB, highAvailability: safe },
    storage: { type: 'New', undoDays: profile === 'production-ha' ? 30 : 7 },
    encryption: { type: 'New' },
    identity: { type: 'New' },
    entry: { access: 'Public', idleTimeoutSeconds: 900 },
    alarms: { enabled: safe },
    backups: { retentionDays: { sandbox: 7, production: 30, 'production-ha': 90, 'high-ingest': 30 }[profile] },
    plane: planeOf(sizes),
  };
};

const defaultCidr = '10.175.0.0/16';

function kubernetesOf(profile: Profile, sizes: GoogleSizes, spec: Readonly<Record<string, unknown>>, cidr: string) {
  const endpoint = { access: 'Private' };
  const said = objectOf(spec['kubernetes'])['type'];
  if (said === 'Standard') {
    const { services, brainstore } = sizes;
    return { type: 'Standard', endpoint, controlPlaneCidr: cidr, services, brainstore };
  }
  return { type: 'Autopilot', endpoint, controlPlaneCidr: cidr, machineFamily: 'c4' };
}

function planeOf(sizes: GoogleSizes) {
  const [cpu, memory] = sizes.api.requests;
  const [cpuLimit, memoryLimit] = sizes.api.limits;
  return {
    api: {
      replicas: sizes.api.replicas,
      resources: { requests: { cpu, memory }, limits: { cpu: cpuLimit, memory: memoryLimit } },
    },
    brainstore: {
      reader: roleOf(sizes.reader),
      fastReader: roleOf(sizes.fastReader),
      writer: roleOf(sizes.writer),
    },
  };
}

/** The cache is nine tenths of the disk: Brainstore exceeds its cache for a while, and would be evicted. */
function roleOf({ replicas, cpu, memory, disk }: RoleSize) {
  const size = { cpu, memory };
  return {
    replicas,
    resources: { requests: size, limits: size },
    cache: { size: `${Math.floor(disk * 0.9)}Gi`, volumeSize: `${disk}Gi` },
  };
}

/** The last sixteen addresses of the network: they move with it, and everything else is cut from its front. */
function controlPlaneCidr(network: string): string {
  try {
    const { address, prefix } = parseCidr(network);
    return formatCidr({ address: address + sizeOf(prefix) - sizeOf(28), prefix: 28 });
  } catch {
    // What is no network is refused with its place by the checks; here it must not hide them.
    return '10.175.255.240/28';
  }
}

/** Regions whose first three zones are not called a, b and c. Source: https://cloud.google.com/compute/docs/regions-zones. */
const zoneLetters: Readonly<Record<string, readonly string[]>> = {
  'us-east1': ['b', 'c', 'd'],
  'europe-west1': ['b', 'c', 'd'],
};

function zonesOf(region: string): readonly string[] {
  return (zoneLetters[region] ?? ['a', 'b', 'c']).map((letter) => `${region}-${letter}`);
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return isPlainObject(value) ? value : {};
}
