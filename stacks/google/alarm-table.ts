import type { GoogleEnvironment } from '../environment/schema/environment.ts';
import { bucketNamesOf } from './bucket-names.ts';

/** One alarm: something measured that stays above a threshold for a while. */
export interface Alarm {
  readonly role: string;
  readonly what: string;
  readonly filter: string;
  readonly aligner: 'ALIGN_MEAN' | 'ALIGN_RATE';
  readonly above: number;
  readonly minutes: number;
  readonly severity: 'CRITICAL' | 'ERROR' | 'WARNING';
  /** What to do, for whoever is woken. */
  readonly then: string;
}

export interface Watched {
  readonly postgres?: string | undefined;
  readonly redis?: string | undefined;
}

/** Alarms on what the environment makes. Source of the metrics: https://cloud.google.com/monitoring/api/metrics_gcp. */
export function alarmsOf(environment: GoogleEnvironment, watched: Watched): readonly Alarm[] {
  return [
    ...(watched.postgres === undefined ? [] : postgresAlarms(environment, watched.postgres)),
    ...(watched.redis === undefined ? [] : redisAlarms(environment, watched.redis)),
    ...bucketAlarms(environment),
    entryAlarm(environment),
  ];
}

function postgresAlarms({ spec }: GoogleEnvironment, instance: string): readonly Alarm[] {
  const on = `resource.type = "cloudsql_database" AND resource.labels.database_id = "${spec.cloud.project}:${instance}"`;
  const used = (part: string, above: number, minutes: number, severity: Alarm['severity'], then: string): Alarm => ({
    role: `postgres-${part}`,
    what: `PostgreSQL: ${part}`,
    filter: `${on} AND metric.type = "cloudsql.googleapis.com/database/${part}/utilization"`,
    aligner: 'ALIGN_MEAN',
    above,
    minutes,
    severity,
    then,
  });
  return [
    used('cpu', 0.9, 15, 'WARNING', 'Look for slow queries in query insights; raise spec.postgres.instanceType.'),
    used('memory', 0.95, 15, 'WARNING', 'Raise spec.postgres.instanceType.'),
    used('disk', 0.85, 15, 'CRITICAL', 'Raise spec.postgres.maxStorageGiB: a full disk stops the database.'),
  ];
}

function redisAlarms({ spec }: GoogleEnvironment, instance: string): readonly Alarm[] {
  const name = `projects/${spec.cloud.project}/locations/${spec.cloud.region}/instances/${instance}`;
  const on = `resource.type = "redis_instance" AND resource.labels.instance_id = "${name}"`;
  return [
    {
      role: 'redis-memory',
      what: 'Redis: memory',
      filter: `${on} AND metric.type = "redis.googleapis.com/stats/memory/usage_ratio"`,
      aligner: 'ALIGN_MEAN',
      above: 0.85,
      minutes: 15,
      severity: 'ERROR',
      then: 'Raise spec.redis.memoryGiB before keys are thrown out.',
    },
  ];
}

function bucketAlarms(environment: GoogleEnvironment): readonly Alarm[] {
  return Object.entries(bucketNamesOf(environment)).map(([role, bucket]) => ({
    role: `bucket-${role}`,
    what: `Bucket of ${role}: requests refused as too many`,
    filter: `resource.type = "gcs_bucket" AND resource.labels.bucket_name = "${bucket}" AND metric.type = "storage.googleapis.com/api/request_count" AND metric.labels.response_code = "RESOURCE_EXHAUSTED"`,
    aligner: 'ALIGN_RATE',
    above: 1,
    minutes: 10,
    severity: 'WARNING',
    then: 'One object is written more than once a second: lower the concurrency of Brainstore, or give it more memory.',
  }));
}

/** Load balancers that GKE makes have its own prefix in the name of their map of URLs. */
function entryAlarm({ spec }: GoogleEnvironment): Alarm {
  const [resource, metric] =
    spec.entry.access === 'Public'
      ? ['https_lb_rule', 'loadbalancing.googleapis.com/https/request_count']
      : ['internal_http_lb_rule', 'loadbalancing.googleapis.com/https/internal/request_count'];
  return {
    role: 'entry-errors',
    what: 'Entry: answers with an error of the server',
    filter: `resource.type = "${resource}" AND resource.labels.url_map_name = starts_with("gkegw") AND metric.type = "${metric}" AND metric.labels.response_code_class = 500`,
    aligner: 'ALIGN_RATE',
    above: 1,
    minutes: 10,
    severity: 'CRITICAL',
    then: 'Look at the pods of the API and at planewright status.',
  };
}
