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
