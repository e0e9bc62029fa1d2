export interface Alarm {
  readonly name: string;
  readonly namespace: string;
  readonly metric: string;
  readonly aggregation: 'Average' | 'Maximum' | 'Minimum' | 'Total';
  readonly operator: 'GreaterThan' | 'LessThan' | 'GreaterThanOrEqual';
  readonly threshold: number;
  /** 0 critical to 4 for information. */
  readonly severity: 0 | 1 | 2 | 3;
  /** ISO 8601 duration over which is looked. */
  readonly window: 'PT5M' | 'PT15M' | 'PT1H';
  readonly means: string;
}

export type Watched = 'postgres' | 'redis' | 'storage' | 'entry' | 'vault';

const database = { namespace: 'Microsoft.DBforPostgreSQL/flexibleServers', aggregation: 'Average' } as const;
const cache = { namespace: 'Microsoft.Cache/redisEnterprise', aggregation: 'Maximum' } as const;

/** What somebody is told of. Source of metrics: Azure documentation, "Supported metrics with Azure Monitor". */
export const alarmTable: Readonly<Record<Watched, readonly Alarm[]>> = {
  postgres: [
    {
      ...database,
      name: 'alive',
      metric: 'is_db_alive',
      aggregation: 'Maximum',
      operator: 'LessThan',
      threshold: 1,
      severity: 0,
      window: 'PT5M',
      means: 'the database does not answer',
    },
    {
      ...database,
      name: 'processor',
      metric: 'cpu_percent',
      operator: 'GreaterThan',
      threshold: 80,
      severity: 2,
      window: 'PT15M',
      means: 'the database works at its limit: a larger size, or fewer statements',
    },
    {
      ...database,
      name: 'memory',
      metric: 'memory_percent',
      operator: 'GreaterThan',
      threshold: 90,
      severity: 2,
      window: 'PT15M',
      means: 'the database has hardly any memory left',
    },
    {
      ...database,
      name: 'disk',
      metric: 'storage_percent',
      operator: 'GreaterThan',
      threshold: 85,
      severity: 1,
      window: 'PT15M',
      means: 'the disk of the database fills up: at 95 % Azure makes it read-only',
    },
    {
      ...database,
      name: 'iops',
      metric: 'disk_iops_consumed_percentage',
      operator: 'GreaterThan',
      threshold: 90,
      severity: 2,
      window: 'PT15M',
      means: 'statements wait for the disk',
    },
  ],
  redis: [
    {
      ...cache,
      name: 'memory',
      metric: 'usedmemorypercentage',
      operator: 'GreaterThan',
      threshold: 85,
      severity: 1,
      window: 'PT15M',
      means: 'Redis is almost full: ids of transactions find no room',
    },
    {
      ...cache,
      name: 'processor',
      metric: 'percentProcessorTime',
      operator: 'GreaterThan',
      threshold: 80,
      severity: 2,
      window: 'PT15M',
      means: 'Redis works at its limit',
    },
  ],
  storage: [
    {
      namespace: 'Microsoft.Storage/storageAccounts',
      name: 'available',
      metric: 'Availability',
      aggregation: 'Average',
      operator: 'LessThan',
      threshold: 99,
      severity: 1,
      window: 'PT15M',
      means: 'calls to the containers fail',
    },
  ],
  entry: [
    {
      namespace: 'Microsoft.Network/applicationGateways',
      name: 'backend',
      metric: 'UnhealthyHostCount',
      aggregation: 'Average',
      operator: 'GreaterThan',
      threshold: 0,
      severity: 0,
      window: 'PT5M',
      means: 'the entry does not reach the API',
    },
    {
      namespace: 'Microsoft.Network/applicationGateways',
      name: 'failures',
      metric: 'FailedRequests',
      aggregation: 'Total',
      operator: 'GreaterThan',
      threshold: 100,
      severity: 2,
      window: 'PT15M',
      means: 'many requests fail',
    },
  ],
  vault: [
    {
      namespace: 'Microsoft.KeyVault/vaults',
      name: 'available',
      metric: 'Availability',
      aggregation: 'Average',
      operator: 'LessThan',
      threshold: 99,
      severity: 1,
      window: 'PT15M',
      means: 'keys cannot be opened: soon nothing at rest can',
    },
  ],
};
