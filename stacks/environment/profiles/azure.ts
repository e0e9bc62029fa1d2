import { azureMachine } from '../../azure/machines.ts';
import type { Profile } from '../schema/common.ts';
import type { CloudDefaults } from './profile-defaults.ts';

interface Size {
  readonly cpu: string;
  readonly memory: string;
}

interface AzureProfile {
  readonly zones: readonly ('1' | '2' | '3')[];
  readonly nat: 'PerZone' | 'Single';
  readonly flowLogDays: number;
  readonly endpoint: 'Private' | 'Public';
  readonly hostEncryption: boolean;
  readonly system: Pool;
  readonly services: Pool;
  readonly brainstore: Pool;
  readonly postgres: {
    readonly instanceType: string;
    readonly storageGiB: number;
    readonly maxStorageGiB: number;
    readonly highAvailability: boolean;
    readonly backupRetentionDays: number;
    readonly deletionProtection: boolean;
  };
  readonly redis: { readonly sku: string; readonly highAvailability: boolean };
  readonly storage: { readonly sku: 'Premium_ZRS' | 'Standard_LRS'; readonly undoDays: number };
  readonly access: 'Private' | 'Public';
  readonly alarms: boolean;
  readonly backupRetentionDays: number;
  readonly api: { readonly replicas: number; readonly requests: Size; readonly limits: Size };
  readonly reader: Role;
  readonly fastReader: Role;
  readonly writer: Role;
}

interface Pool {
  readonly instanceType: string;
  readonly min: number;
  readonly max: number;
}

interface Role extends Size {
  readonly replicas: number;
}

/** What the vendor ships: readers of 16 cores. Its writer of 32 has no room beside the system pods on a node of 32. */
const vendorReader: Size = { cpu: '16', memory: '32Gi' };
const vendorWriter: Size = { cpu: '28', memory: '64Gi' };
const vendorApi = { requests: { cpu: '2', memory: '4Gi' }, limits: { cpu: '4', memory: '8Gi' } } as const;
const smallPod: Size = { cpu: '2', memory: '8Gi' };

const production: AzureProfile = {
  zones: ['1', '2', '3'],
  nat: 'PerZone',
  flowLogDays: 30,
  endpoint: 'Private',
  hostEncryption: true,
  system: { instanceType: 'Standard_D4ds_v5', min: 3, max: 6 },
  services: { instanceType: 'Standard_D16s_v6', min: 3, max: 9 },
  brainstore: { instanceType: 'Standard_D32ds_v6', min: 6, max: 12 },
  postgres: {
    instanceType: 'Standard_E8ds_v5',
    storageGiB: 1024,
    maxStorageGiB: 4096,
    highAvailability: true,
    backupRetentionDays: 14,
    deletionProtection: true,
  },
  redis: { sku: 'Balanced_B5', highAvailability: true },
  storage: { sku: 'Premium_ZRS', undoDays: 7 },
  access: 'Private',
  alarms: true,
  backupRetentionDays: 35,
  api: { replicas: 4, ...vendorApi },
  reader: { replicas: 2, ...vendorReader },
  fastReader: { replicas: 2, ...vendorReader },
  writer: { replicas: 1, ...vendorWriter },
};

const profilesOfAzure: Readonly<Record<Profile, AzureProfile>> = {
  sandbox: {
    ...production,
    zones: ['1'],
    nat: 'Single',
    flowLogDays: 0,
    endpoint: 'Private',
    hostEncryption: false,
    system: { instanceType: 'Standard_D4ds_v5', min: 1, max: 3 },
    services: { instanceType: 'Standard_D4s_v6', min: 1, max: 3 },
    brainstore: { instanceType: 'Standard_D4ds_v6', min: 3, max: 6 },
    postgres: {
      instanceType: 'Standard_D2ds_v5',
      storageGiB: 128,
      maxStorageGiB: 256,
      highAvailability: false,
      backupRetentionDays: 7,
      deletionProtection: false,
    },
    redis: { sku: 'Balanced_B1', highAvailability: false },
    storage: { sku: 'Standard_LRS', undoDays: 1 },
    alarms: false,
    backupRetentionDays: 7,
    api: { replicas: 1, requests: { cpu: '500m', memory: '1Gi' }, limits: { cpu: '2', memory: '4Gi' } },
    reader: { replicas: 1, ...smallPod },
    fastReader: { replicas: 1, ...smallPod },
    writer: { replicas: 1, ...smallPod },
  },
  production,
  'production-ha': {
    ...production,
    flowLogDays: 90,
    services: { instanceType: 'Standard_D16s_v6', min: 3, max: 12 },
    brainstore: { instanceType: 'Standard_D32ds_v6', min: 9, max: 18 },
    postgres: { ...production.postgres, backupRetentionDays: 35 },
    redis: { sku: 'Balanced_B10', highAvailability: true },
    storage: { sku: 'Premium_ZRS', undoDays: 14 },
    backupRetentionDays: 90,
    api: { replicas: 6, ...vendorApi },
    reader: { replicas: 3, ...vendorReader },
    fastReader: { replicas: 3, ...vendorReader },
    writer: { replicas: 2, ...vendorWriter },
  },
  'high-ingest': {
    ...production,
    services: { instanceType: 'Standard_D16s_v6', min: 6, max: 24 },
    brainstore: { instanceType: 'Standard_D32ds_v6', min: 12, max: 24 },
    postgres: {
      ...production.postgres,
      instanceType: 'Standard_E16ds_v5',
      storageGiB: 2048,
      maxStorageGiB: 8192,
    },
    redis: { sku: 'Balanced_B20', highAvailability: true },
    api: { replicas: 12, ...vendorApi },
    reader: { replicas: 4, ...vendorReader },
    fastReader: { replicas: 3, ...vendorReader },
    writer: { replicas: 3, ...vendorWriter },
  },
};

/** Shares of a node's local NVMe: what one pod asks for, so that no second one fits, and what its cache may fill of it. */
const volumeShare = 0.95;
const cacheShare = 0.85;
/** Disk without a table of its own: the vendor's default of 1000 GiB. */
const defaultNvmeGiB = 1052;

/**
 * What each profile says on Azure; every field that the schema calls profiled. Sizes as the vendor ships them (Azure
 * module 1.1, chart 6.11), made to fit the nodes; the sandbox after the vendor's sandbox on AWS. Nodes at most are twice
 * those in use: a rollout starts new pods before old ones end.
 */
export const azureDefaults: CloudDefaults = (profile, _cloud, spec) => {
  const chosen = profilesOfAzure[profile];
  const nvme = nvmeOf(spec) ?? azureMachine(chosen.brainstore.instanceType)?.nvmeGiB ?? defaultNvmeGiB;
  const role = ({ replicas, cpu, memory }: Role): object => ({
    replicas,
    resources: { requests: { cpu, memory }, limits: { cpu, memory } },
    cache: { size: `${Math.floor(nvme * cacheShare)}Gi`, volumeSize: `${Math.floor(nvme * volumeShare)}Gi` },
  });
  const { postgres, redis, storage, api } = chosen;
  return {
    cloud: { zones: chosen.zones },
    network: { type: 'New', cidr: '10.175.0.0/16', nat: chosen.nat, flowLogDays: chosen.flowLogDays },
    kubernetes: {
      type: 'New',
      version: '1.34',
      endpoint: { access: chosen.endpoint },
      hostEncryption: chosen.hostEncryption,
      system: chosen.system,
      services: chosen.services,
      brainstore: chosen.brainstore,
    },
    postgres: { type: 'New', version: '17', ...postgres },
    redis: { type: 'New', ...redis },
    storage: { type: 'New', ...storage },
    encryption: { type: 'New' },
    identity: { type: 'New' },
    entry: { access: chosen.access, idleTimeoutSeconds: 900 },
    alarms: { enabled: chosen.alarms },
    backups: { retentionDays: chosen.backupRetentionDays },
    plane: {
      api: { replicas: api.replicas, resources: { requests: api.requests, limits: api.limits } },
      brainstore: {
        reader: role(chosen.reader),
        fastReader: role(chosen.fastReader),
        writer: role(chosen.writer),
      },
    },
  };
};

/** Local NVMe of the size that the file names for Brainstore, so that caches follow it. */
function nvmeOf(spec: Readonly<Record<string, unknown>>): number | undefined {
  const size = fieldOf(fieldOf(spec['kubernetes'], 'brainstore'), 'instanceType');
  return typeof size === 'string' ? azureMachine(size)?.nvmeGiB : undefined;
}

function fieldOf(value: unknown, field: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[field] : undefined;
}
