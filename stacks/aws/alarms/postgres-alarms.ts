import type * as pulumi from '@pulumi/pulumi';
import type { NewPostgres } from '../postgres/disk.ts';
import type { Alarm } from './alarm.ts';

const gib = 1024 ** 3;
const fiveMinutes = 300;

/** What is wrong with a database. There is no replica whose lag could be watched: the standby is written in step. */
export function postgresAlarms(postgres: NewPostgres, identifier: pulumi.Input<string>): readonly Alarm[] {
  const metric = (name: string) => ({ namespace: 'AWS/RDS', name, dimensions: { DBInstanceIdentifier: identifier } });
  const common = { statistic: 'Average', above: true, period: fiveMinutes, periods: 3 } as const;
  return [
    {
      role: 'postgres-cpu',
      description: 'PostgreSQL is busy for a quarter of an hour. Look for slow statements in Performance Insights.',
      metric: metric('CPUUtilization'),
      ...common,
      threshold: 90,
    },
    {
      role: 'postgres-storage',
      description: 'The disk of PostgreSQL is nearly full, and has not grown by itself. Raise maxStorageGiB.',
      metric: metric('FreeStorageSpace'),
      ...common,
      above: false,
      // RDS lets a disk grow at a tenth; who comes below this has found it cannot grow.
      threshold: Math.round(postgres.storageGiB * 0.05 * gib),
    },
    {
      role: 'postgres-connections',
      description: 'Four fifths of the connections of PostgreSQL are taken. Look for pods that leak them.',
      metric: metric('DatabaseConnections'),
      ...common,
      statistic: 'Maximum',
      threshold: Math.floor(maxConnections(postgres.instanceType) * 0.8),
    },
    {
      role: 'postgres-memory',
      description: 'PostgreSQL has hardly any memory left. Take a larger instanceType.',
      metric: metric('FreeableMemory'),
      ...common,
      above: false,
      threshold: Math.round(memoryGiB(postgres.instanceType) * 0.03 * gib),
    },
    {
      role: 'postgres-disk-queue',
      description: 'PostgreSQL waits for its disk. Raise iops and throughputMiBps.',
      metric: metric('DiskQueueDepth'),
      ...common,
      threshold: 64,
    },
    {
      role: 'postgres-transaction-ids',
      description:
        'Vacuum falls behind: at two thousand million transactions PostgreSQL stops. Look for old transactions.',
      metric: metric('MaximumUsedTransactionIDs'),
      ...common,
      statistic: 'Maximum',
      threshold: 1_000_000_000,
    },
  ];
}

/** RDS gives one connection for each 9,531,392 bytes, at most 5000. Source: RDS User Guide, max_connections. */
function maxConnections(instanceType: string): number {
  return Math.min(5000, Math.floor((memoryGiB(instanceType) * gib) / 9_531_392));
}

/** Memory of the size `large` by the first letter of the family, in GiB. Source: Amazon RDS instance types. */
const memoryOfLarge: Readonly<Record<string, number>> = { t: 8, m: 8, r: 16, x: 32 };

/** Memory of an instance type such as `db.r8g.2xlarge`; of the smallest where the type is unknown, to warn too early. */
function memoryGiB(instanceType: string): number {
  const [, family = '', times = '', size = ''] = /^db\.([a-z])[^.]*\.(\d*)(x?large)/.exec(instanceType) ?? [];
  const large = memoryOfLarge[family] ?? 4;
  if (size === 'large') return large;
  return size === 'xlarge' ? large * 2 * Number(times === '' ? 1 : times) : 4;
}
