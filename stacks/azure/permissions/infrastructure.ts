import type { AzureEnvironment } from '../../environment/schema/environment.ts';
import type { Grant, Principal } from '../../permissions/grant.ts';

/** What services of the cloud may do for the plane. Only those of which the environment makes use. */
export function infrastructurePrincipals(environment: AzureEnvironment): readonly Principal[] {
  const { spec } = environment;
  const made = (condition: boolean, ...grants: readonly Grant[]): readonly Grant[] => (condition ? grants : []);
  const subnets = [
    ...(spec.network.type === 'New' ? spec.cloud.zones.map((zone) => `subnet nodes-${zone}`) : ['subnet nodes']),
    'subnet balancer',
  ];
  const opens = (key: string, neededBy: string): Grant => ({
    id: `Open${neededBy}`,
    allows: ['Key Vault Crypto Service Encryption User'],
    on: [`key ${key}`],
    neededBy: neededBy.toLowerCase(),
    why: 'opens the keys with which data at rest is encrypted',
  });
  const principals: readonly Principal[] = [
    {
      principal: 'encryption',
      description: 'Storage, database, cache and disks of nodes, when they open their keys.',
      trusts: ['Azure Storage', 'Azure Database for PostgreSQL', 'Azure Managed Redis', 'Azure Disks'],
      grants: [
        ...made(needsStorageKey(environment), opens('storage', 'Storage')),
        ...made(spec.postgres.type === 'New', opens('postgres', 'Postgres')),
        ...made(spec.redis.type === 'New', opens('redis', 'Redis')),
        ...made(spec.kubernetes.type === 'New', opens('disks', 'Disks')),
      ],
    },
    {
      principal: 'cluster',
      description: 'The control plane of AKS. The vendor makes it Contributor of the whole resource group.',
      trusts: ['Azure Kubernetes Service'],
      grants: made(
        spec.kubernetes.type === 'New',
        {
          id: 'Subnets',
          allows: ['Network Contributor'],
          on: subnets,
          neededBy: 'kubernetes',
          why: 'attaches nodes to their subnets, and the load balancer to its own',
        },
        {
          id: 'Disks',
          allows: ['Reader'],
          on: ['disk encryption set'],
          neededBy: 'kubernetes',
          why: 'encrypts disks of nodes with the key of the environment',
        },
      ),
    },
    {
      principal: 'entry',
      description: 'The application gateway.',
      trusts: ['Azure Application Gateway'],
      grants: [
        {
          id: 'Certificate',
          allows: ['Key Vault Secrets User'],
          on: ['certificate'],
          neededBy: 'entry',
          why: 'fetches its certificate with its key, and looks for a newer one every four hours',
        },
      ],
    },
    {
      principal: 'restart',
      description: 'The script that restarts the database once after its static parameters have changed.',
      trusts: ['Azure deployment scripts'],
      grants: made(spec.postgres.type === 'New', {
        id: 'Restart',
        allows: [
          'Microsoft.DBforPostgreSQL/flexibleServers/read',
          'Microsoft.DBforPostgreSQL/flexibleServers/restart/action',
        ],
        on: ['postgres server'],
        neededBy: 'postgres',
        why: 'lets libraries load that PostgreSQL takes in only when it starts',
      }),
    },
    {
      principal: 'flow-logs',
      description: 'Network Watcher, when it writes flow logs.',
      trusts: ['Azure Network Watcher'],
      grants: made(writesFlowLogs(environment), {
        id: 'FlowLogs',
        allows: ['Storage Blob Data Contributor'],
        on: ['flow log account'],
        neededBy: 'observability',
        why: 'writes flow logs without the key of the account, which nobody has',
      }),
    },
    {
      principal: 'copies',
      description: 'The account that keeps copies in another region, when it opens its key there.',
      trusts: ['Azure Storage'],
      grants: made(spec.backups.region !== undefined && spec.storage.type === 'New', {
        id: 'OpenCopies',
        allows: ['Key Vault Crypto Service Encryption User'],
        on: ['key copies'],
        neededBy: 'backups',
        why: 'opens the key with which copies are encrypted',
      }),
    },
    {
      principal: 'backup-vault',
      description: 'The backup vault of the database.',
      trusts: ['Azure Backup'],
      grants: made(
        spec.backups.region !== undefined && spec.postgres.type === 'New',
        {
          id: 'Backup',
          allows: ['PostgreSQL Flexible Server Long Term Retention Backup Role'],
          on: ['postgres server'],
          neededBy: 'backups',
          why: 'copies the database every week',
        },
        {
          id: 'FindDatabase',
          allows: ['Reader'],
          on: ['resource group'],
          neededBy: 'backups',
          why: 'finds the database that it copies: Azure Backup asks for the group',
        },
      ),
    },
  ];
  return principals.filter(({ grants }) => grants.length > 0);
}

/** Whether flow logs are kept: of a network that was brought, whoever made it keeps them. */
function writesFlowLogs({ spec: { network } }: AzureEnvironment): boolean {
  return network.type === 'New' && network.flowLogDays > 0;
}

/** Whether an account is made that needs the key of storage. */
export function needsStorageKey(environment: AzureEnvironment): boolean {
  return environment.spec.storage.type === 'New' || writesFlowLogs(environment);
}
