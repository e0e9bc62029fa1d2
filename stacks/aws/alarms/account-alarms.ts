import type * as pulumi from '@pulumi/pulumi';
import type { AwsEnvironment } from '../../environment/schema/environment.ts';
import type { Alarm } from './alarm.ts';

/** What an application load balancer is called in its metrics: `app/<name>/<id>`, the end of its ARN. */
export interface EntryMetrics {
  readonly loadBalancer: pulumi.Input<string>;
}

/** What is wrong at the entry of the plane. */
export function entryAlarms({ loadBalancer }: EntryMetrics): readonly Alarm[] {
  const metric = (name: string) => ({
    namespace: 'AWS/ApplicationELB',
    name,
    dimensions: { LoadBalancer: loadBalancer },
  });
  const common = { statistic: 'Sum', above: true, period: 300, periods: 3 } as const;
  return [
    {
      role: 'entry-5xx',
      description: 'The load balancer answers with errors of its own: no pod of the API is there, or none in time.',
      metric: metric('HTTPCode_ELB_5XX_Count'),
      ...common,
      threshold: 50,
    },
    {
      role: 'entry-api-5xx',
      description: 'The API answers with errors. Look at its log, at PostgreSQL and at Redis.',
      metric: metric('HTTPCode_Target_5XX_Count'),
      ...common,
      threshold: 50,
    },
  ];
}

/** What is wrong with things whose ids are the cloud's: of all that there are in the account and region. */
export function accountAlarms({ spec }: AwsEnvironment): readonly Alarm[] {
  const nats: Alarm = {
    role: 'nat-ports',
    description: 'A NAT gateway of the account has no port left: new connections to the internet fail.',
    metric: { query: 'SELECT SUM(ErrorPortAllocation) FROM SCHEMA("AWS/NATGateway", NatGatewayId)' },
    statistic: 'Sum',
    above: true,
    threshold: 0,
    period: 300,
    periods: 1,
  };
  const failed = (role: string, what: string, metric: string): Alarm => ({
    role,
    description: `A nightly ${what} of AWS Backup failed. Its message stands in the console, under jobs.`,
    metric: { query: `SELECT SUM(${metric}) FROM "AWS/Backup"` },
    statistic: 'Sum',
    above: true,
    threshold: 0,
    period: 3600,
    periods: 1,
  });
  const made = spec.network.type === 'New' || spec.quarantine.enabled;
  return [
    ...(made ? [nats] : []),
    ...(spec.backups.region === undefined
      ? []
      : [
          failed('backup-failed', 'backup', 'NumberOfBackupJobsFailed'),
          failed('backup-copy-failed', 'copy', 'NumberOfCopyJobsFailed'),
        ]),
  ];
}
