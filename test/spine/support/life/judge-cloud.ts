import type { Call, CloudObject, StandInCloud } from '../../../engine/provider/cloud.ts';

/** What is lost for good when it goes. Written down here: the judge believes no table of Planewright. */
const data = new Set([
  'aws:rds/instance:Instance',
  'aws:elasticache/replicationGroup:ReplicationGroup',
  'aws:s3/bucket:Bucket',
  'aws:kms/key:Key',
  'aws:secretsmanager/secret:Secret',
  'aws:secretsmanager/secretVersion:SecretVersion',
]);
/** Nothing of it is in a cloud. */
const isChance = ({ type }: Pick<Call, 'type'>): boolean => type.startsWith('random:');

function holdsData({ type }: Pick<Call, 'type'>): boolean {
  return data.has(type);
}

/** Calls since a place in the log that are no reads. */
export function changes(cloud: StandInCloud, from = 0): readonly Call[] {
  const quiet = ['read', 'invoke', 'hang'];
  return cloud
    .calls()
    .slice(from)
    .filter((call) => !quiet.includes(call.method) && !isChance(call));
}

/**
 * Types of which the cloud has more objects than names were ever asked for by its log: something was made twice, and both
 * are there. There must be none.
 */
export function madeTwice(cloud: StandInCloud): readonly string[] {
  const asked = new Map<string, Set<string>>();
  for (const { method, type, name } of changes(cloud)) {
    if (method === 'create') asked.set(type, (asked.get(type) ?? new Set()).add(name));
  }
  return [...Map.groupBy(cloud.objects(), ({ type }) => type)]
    .filter(([type, objects]) => objects.length > (asked.get(type)?.size ?? 0))
    .map(([type, objects]) => `${objects.length} of ${type}: ${objects.map(({ id }) => id).join(', ')}`);
}

/** Calls that made or deleted something that holds data, since a place in the log. */
export function dataTouched(cloud: StandInCloud, from: number): readonly string[] {
  return changes(cloud, from)
    .filter((call) => holdsData(call) && call.method !== 'update')
    .map(({ method, type, name }) => `${method} ${type} ${name}`);
}

/** Ids of what holds data. */
export function dataIn(cloud: StandInCloud): readonly string[] {
  return cloud
    .objects()
    .filter((object: CloudObject) => holdsData(object))
    .map(({ type, id }) => `${type} ${id}`)
    .toSorted();
}
