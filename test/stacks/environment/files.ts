import type { EnvironmentFiles } from '../../../stacks/environment/files.ts';

/** A folder that is none. */
export function filesOf(texts: Readonly<Record<string, string>>): EnvironmentFiles {
  const missing = (path: string): Error => Object.assign(new Error(`ENOENT: ${path}`), { code: 'ENOENT' });
  return {
    cwd: '/project',
    readFile: (path) => {
      const text = texts[path.replace(/^\.\//, '')];
      return text === undefined ? Promise.reject(missing(path)) : Promise.resolve(text);
    },
    readFolder: (path) => {
      const names = Object.keys(texts).filter((name) => name.startsWith(`${path}/`));
      const own = new Set(names.map((name) => name.slice(path.length + 1).split('/')[0] ?? ''));
      return own.size === 0 ? Promise.reject(missing(path)) : Promise.resolve([...own]);
    },
  };
}

export const head = 'apiVersion: environment.planewright.dev/v1alpha1\nkind: Environment\n';

/** The smallest file that is valid whatever the profiles say. */
export const saas = `${head}metadata: { name: saas }
spec:
  mode: SaaS
  organization: { name: Acme }
`;

/** A self-hosted environment on AWS of which nothing is left to the profile. */
export const aws = `${head}metadata: { name: prod }
spec:
  mode: SelfHosted
  profile: production
  version: 2.9.0
  organization: { name: Acme }
  cloud:
    provider: aws
    accountId: '123456789012'
    region: us-east-1
    zones: [us-east-1a, us-east-1b, us-east-1c]
  network: { type: New, cidr: 10.175.0.0/16, nat: PerZone, endpoints: true, flowLogDays: 30 }
  kubernetes:
    type: New
    version: '1.34'
    endpoint: { access: Private }
    services: { instanceType: m8g.2xlarge, min: 3, max: 8 }
    readers: { instanceType: c8gd.8xlarge, min: 4, max: 10 }
    writers: { instanceType: c8gd.12xlarge, min: 1, max: 3 }
    logDays: 90
  postgres:
    type: New
    version: '17'
    instanceType: db.r8g.2xlarge
    storageGiB: 1000
    maxStorageGiB: 4000
    highAvailability: true
    backupRetentionDays: 14
    deletionProtection: true
    iops: 12000
    throughputMiBps: 500
  redis: { type: New, version: '7.1', instanceType: cache.r7g.large, highAvailability: true }
  storage: { type: New, undoDays: 7 }
  encryption: { type: New }
  identity: { type: New }
  entry: { access: Public, hostname: braintrust.example.com, idleTimeoutSeconds: 900 }
  quarantine: { enabled: false, cidr: 10.176.0.0/20 }
  alarms: { enabled: true }
  backups: { retentionDays: 35 }
`;

/** The same on Google Cloud. */
export const google = `${head}metadata: { name: prod }
spec:
  mode: SelfHosted
  profile: production
  version: 2.9.0
  organization: { name: Acme }
  cloud:
    provider: google
    project: acme-prod
    projectNumber: '123456789012'
    region: us-central1
    zones: [us-central1-a, us-central1-b, us-central1-c]
  network: { type: New, cidr: 10.175.0.0/16, flowLogs: true }
  kubernetes:
    type: Standard
    endpoint: { access: Private }
    controlPlaneCidr: 10.176.0.0/28
    services: { instanceType: c4a-standard-16, min: 3, max: 6 }
    brainstore: { instanceType: c4a-standard-48-lssd, min: 5, max: 10 }
  postgres:
    type: New
    version: '17'
    instanceType: db-perf-optimized-N-8
    storageGiB: 1000
    maxStorageGiB: 4000
    highAvailability: true
    backupRetentionDays: 14
    deletionProtection: true
  redis: { type: New, version: REDIS_7_2, memoryGiB: 3, highAvailability: true }
  storage: { type: New, undoDays: 7 }
  encryption: { type: New }
  identity: { type: New }
  entry: { access: Private, hostname: braintrust.example.com, idleTimeoutSeconds: 900 }
  alarms: { enabled: true }
  backups: { retentionDays: 35 }
`;

const vault = '/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/acme';

/** The same on Azure. */
export const azure = `${head}metadata: { name: prod }
spec:
  mode: SelfHosted
  profile: production
  version: 2.9.0
  organization: { name: Acme }
  cloud:
    provider: azure
    tenantId: 22222222-2222-2222-2222-222222222222
    subscriptionId: 11111111-1111-1111-1111-111111111111
    location: eastus2
    zones: ['1', '2', '3']
  network: { type: New, cidr: 10.175.0.0/20, nat: PerZone, flowLogDays: 30 }
  kubernetes:
    type: New
    version: '1.34'
    endpoint: { access: Private }
    hostEncryption: true
    system: { instanceType: Standard_D2as_v6, min: 3, max: 6 }
    services: { instanceType: Standard_D16s_v6, min: 2, max: 10 }
    brainstore: { instanceType: Standard_D32ds_v6, min: 5, max: 10 }
  postgres:
    type: New
    version: '17'
    instanceType: Standard_E16ds_v5
    storageGiB: 1024
    maxStorageGiB: 4096
    highAvailability: true
    backupRetentionDays: 14
    deletionProtection: true
  redis: { type: New, sku: Balanced_B5, highAvailability: true }
  storage: { type: New, undoDays: 7, sku: Premium_ZRS }
  encryption: { type: New }
  identity: { type: New }
  entry:
    access: Private
    hostname: braintrust.example.com
    idleTimeoutSeconds: 900
    dns: { type: AzureDNS, zoneId: ${vault}/providers/Microsoft.Network/dnsZones/example.com }
    certificate: { vaultId: ${vault}/providers/Microsoft.KeyVault/vaults/acme, name: tls }
  alarms: { enabled: true }
  backups: { retentionDays: 35 }
`;

/** BYOC on AWS. */
export const byocAws = `${head}metadata: { name: prod }
spec:
  mode: BYOC
  organization: { name: Acme }
  cloud: { provider: aws, accountId: '123456789012', region: us-east-1, zones: [us-east-1a, us-east-1b] }
  vendor: { externalId: 12345678-1234-4123-8123-123456789012 }
  alarms: { enabled: true }
`;
