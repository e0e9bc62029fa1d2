import { CloudFailure } from '../../../clouds/failure.ts';
import type { RestCall } from '../../../clouds/rest.ts';
import { looking, orElse, type DatabaseFacts } from '../facts.ts';
import type { Holdings } from '../subjects.ts';
import { listAt, objectAt, textAt, type Answer } from './answer.ts';
import type { DatabaseTarget, Probe } from './probe.ts';

const bucketType = 'gcp:storage/bucket:Bucket';
const sql = 'https://sqladmin.googleapis.com/v1';
const daySeconds = 24 * 60 * 60;

/** What Google Cloud says. Sources: the REST references of Cloud SQL Admin v1, Storage v1, KMS v1, Secret Manager v1. */
export function googleProbe(project: string, call: RestCall, copies: Holdings['copies'], signal: AbortSignal): Probe {
  const get = async (url: string): Promise<Answer> => objectAt(await call({ method: 'GET', url }, signal));
  return {
    database: (target) =>
      looking('sqladmin instances.get', signal, async () => {
        const instance = await instanceOf(target, project, get);
        return databaseFacts(instance, project, get);
      }),
    bucket: (name) =>
      looking('storage buckets.get', signal, async () => {
        const bucket = await get(`https://storage.googleapis.com/storage/v1/b/${encodeURIComponent(name)}`);
        const days = undoDaysOf(bucket);
        const role = name.split('-').find((part) => part === 'brainstore' || part === 'api');
        const mirrors = copies.filter(
          (copy) => copy.type === bucketType && role !== undefined && copy.name.includes(`backup-${role}`),
        );
        return {
          versioned: objectAt(bucket['versioning'])['enabled'] === true,
          ...(days !== undefined && { undoDays: days }),
          copies: mirrors.map((copy) => ({ where: `bucket ${copy.name} in ${copy.region.toLowerCase()}` })),
        };
      }),
    key: ({ name }) =>
      looking('cloudkms cryptoKeys.get', signal, async () => {
        const key = await get(`https://cloudkms.googleapis.com/v1/${name}`);
        const primary = objectAt(key['primary']);
        const goesAt = textAt(primary, 'destroyTime');
        return {
          enabled: primary['state'] === 'ENABLED',
          ...(goesAt !== undefined && { goesAt }),
          rotates: typeof key['rotationPeriod'] === 'string',
          recoverable: textAt(key, 'destroyScheduledDuration') !== '0s',
        };
      }),
    secret: (name) =>
      looking('secretmanager versions.get', signal, async () => {
        const url = `https://secretmanager.googleapis.com/v1/${name}`;
        await get(url);
        // Of a secret without a version the latest is not found: then it is there, and empty.
        const version = await orElse<Answer>({}, url, () => get(`${url}/versions/latest`));
        const changedAt = textAt(version, 'createTime');
        return { hasValue: version['state'] === 'ENABLED', ...(changedAt !== undefined && { changedAt }), copies: [] };
      }),
  };
}

/** A brought database is known by its address: the instances of the project say which has it. */
async function instanceOf(
  target: DatabaseTarget,
  project: string,
  get: (url: string) => Promise<Answer>,
): Promise<Answer> {
  const instances = `${sql}/projects/${project}/instances`;
  if ('name' in target) return get(`${instances}/${target.name}`);
  const { host } = target;
  const found = listAt(await get(instances), 'items').find((instance) => {
    const addresses = listAt(instance, 'ipAddresses').map((address) => textAt(address, 'ipAddress'));
    return addresses.includes(host) || textAt(instance, 'dnsName')?.replace(/[.]$/, '') === host;
  });
  if (found !== undefined) return found;
  throw new CloudFailure(
    'refused',
    'NotHere',
    `No instance of ${project} has the address ${host}; whoever made it knows its backups.`,
  );
}

async function databaseFacts(
  instance: Answer,
  project: string,
  get: (url: string) => Promise<Answer>,
): Promise<DatabaseFacts> {
  const url = `${sql}/projects/${project}/instances/${textAt(instance, 'name') ?? ''}`;
  const backups = objectAt(objectAt(instance['settings'])['backupConfiguration']);
  const retained = Number(objectAt(backups['backupRetentionSettings'])['retainedBackups']);
  const anyMoment = backups['pointInTimeRecoveryEnabled'] === true;
  const runs = listAt(await get(`${url}/backupRuns`), 'items')
    .filter((run) => textAt(run, 'status') === 'SUCCESSFUL')
    .flatMap((run) => textAt(run, 'endTime') ?? [])
    .toSorted((a, b) => Date.parse(b) - Date.parse(a));
  const window: Answer = anyMoment ? await get(`${url}/getLatestRecoveryTime`) : {};
  const newest = textAt(window, 'latestRecoveryTime') ?? runs[0];
  const oldest = textAt(window, 'earliestRecoveryTime') ?? runs.at(-1);
  const location = textAt(backups, 'location');
  return {
    anyMoment,
    ...(newest !== undefined && { newest }),
    ...(oldest !== undefined && { oldest }),
    ...(Number.isFinite(retained) && { retentionDays: retained }),
    copies:
      location === undefined || location === textAt(instance, 'region')
        ? []
        : [{ where: `backups in ${location}`, ...(runs[0] !== undefined && { newest: runs[0] }) }],
  };
}

/** Old versions go by a rule about what is not current; then soft delete keeps them for as long again, which is not counted. */
function undoDaysOf(bucket: Answer): number | undefined {
  const rules = listAt(objectAt(bucket['lifecycle']), 'rule').map((rule) => objectAt(rule['condition']));
  const days = rules.flatMap(({ daysSinceNoncurrentTime, matchesPrefix }) =>
    typeof daysSinceNoncurrentTime === 'number' && matchesPrefix === undefined ? [daysSinceNoncurrentTime] : [],
  );
  if (days.length > 0) return Math.min(...days);
  const soft = Number(objectAt(bucket['softDeletePolicy'])['retentionDurationSeconds']);
  const isVersioned = objectAt(bucket['versioning'])['enabled'] === true;
  return isVersioned || !Number.isFinite(soft) ? undefined : Math.floor(soft / daySeconds);
}
