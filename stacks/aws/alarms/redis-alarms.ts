import type { Alarm } from './alarm.ts';

const fiveMinutes = 300;

/** What is wrong with a node of Redis; each may lead, so each is watched. */
export function redisAlarms(node: string, index: number, nodes: number): readonly Alarm[] {
  const metric = (name: string) => ({ namespace: 'AWS/ElastiCache', name, dimensions: { CacheClusterId: node } });
  const common = { statistic: 'Average', above: true, period: fiveMinutes, periods: 3 } as const;
  const role = `redis-${index + 1}`;
  const lag: Alarm = {
    role: `${role}-lag`,
    description: 'The replica of Redis is behind: a failover now would lose transaction ids.',
    metric: metric('ReplicationLag'),
    ...common,
    statistic: 'Maximum',
    threshold: 10,
  };
  return [
    {
      role: `${role}-memory`,
      description:
        'Redis is nearly full. Transaction ids are never dropped, so writes would fail: take a larger instanceType.',
      metric: metric('DatabaseMemoryUsagePercentage'),
      ...common,
      threshold: 80,
    },
    {
      role: `${role}-cpu`,
      description: 'Redis is busy for a quarter of an hour; it uses one core whatever the instanceType.',
      metric: metric('EngineCPUUtilization'),
      ...common,
      threshold: 80,
    },
    {
      role: `${role}-evictions`,
      description: 'Redis drops entries of the cache to make room. Take a larger instanceType.',
      metric: metric('Evictions'),
      ...common,
      statistic: 'Sum',
      threshold: 1000,
    },
    ...(nodes > 1 ? [lag] : []),
  ];
}
