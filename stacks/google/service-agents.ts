import type { Api } from './apis.ts';

/** One of Google's own service accounts, which works on behalf of a service in the customer's project. */
export interface ServiceAgent {
  /** Part of logical names. */
  readonly role: string;
  readonly api: Api;
  /** Host part of its address; the part before is made of the project's number. */
  readonly domain: string;
  /** `service-<number>` unless told. */
  readonly prefix?: string;
  /**
   * Google makes most agents when they are first needed, which is too late to grant them a key: those are asked for.
   * Compute Engine's is made with its API.
   */
  readonly askedFor: boolean;
  readonly encrypts: string;
}

/** Agents that encrypt with the key. Source of their addresses: https://cloud.google.com/iam/docs/service-agents. */
export const keyUsers: readonly ServiceAgent[] = [
  {
    role: 'compute',
    api: 'compute',
    domain: 'compute-system.iam.gserviceaccount.com',
    askedFor: false,
    encrypts: 'boot disks of nodes',
  },
  {
    role: 'container',
    api: 'container',
    domain: 'container-engine-robot.iam.gserviceaccount.com',
    askedFor: true,
    encrypts: 'secrets in etcd',
  },
  {
    role: 'sql',
    api: 'sqladmin',
    domain: 'gcp-sa-cloud-sql.iam.gserviceaccount.com',
    askedFor: true,
    encrypts: 'the database and its backups',
  },
  {
    role: 'redis',
    api: 'redis',
    domain: 'cloud-redis.iam.gserviceaccount.com',
    askedFor: true,
    encrypts: 'the cache',
  },
  {
    role: 'secrets',
    api: 'secretmanager',
    domain: 'gcp-sa-secretmanager.iam.gserviceaccount.com',
    askedFor: true,
    encrypts: 'secrets in Secret Manager',
  },
  {
    role: 'storage',
    api: 'storage',
    domain: 'gs-project-accounts.iam.gserviceaccount.com',
    askedFor: true,
    encrypts: 'objects in the buckets',
  },
];

/** Agents that encrypt in the region of the copies. */
export const backupKeyUsers: readonly ServiceAgent[] = keyUsers.filter(({ role }) =>
  ['storage', 'secrets'].includes(role),
);

export const transferAgent: ServiceAgent = {
  role: 'transfer',
  api: 'storagetransfer',
  domain: 'storage-transfer-service.iam.gserviceaccount.com',
  prefix: 'project',
  askedFor: true,
  encrypts: 'nothing: it copies objects',
};

export function addressOf({ prefix = 'service', domain }: ServiceAgent, projectNumber: string): string {
  return `${prefix}-${projectNumber}@${domain}`;
}
