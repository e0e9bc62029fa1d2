import { isPlainObject } from '../../runtime/canonical-json.ts';
import type { RestCall } from '../rest.ts';
import { reasonOf, type AuditEvent, type AuditSubject, type Told, type Trail } from './trail.ts';

/** Names that one filter asks for: a filter may be 20 000 characters long, and a minute allows 60 calls. */
const namesPerCall = 40;
const pages = 3;

/**
 * The admin activity log, which is always written, cannot be switched off, and is kept for 400 days. Needs
 * `logging.logEntries.list`. Many objects in one call.
 */
export function googleTrail({ project, call }: { readonly project: string; readonly call: RestCall }): Trail {
  return async (subjects, since, signal) => {
    const told = new Map<string, Told>();
    for (const batch of chunks(subjects, namesPerCall)) {
      try {
        const entries = await listed({ project, call }, filterFor(project, batch, since), signal);
        for (const subject of batch) {
          const events = entries.filter(({ about }) => isAbout(about, subject)).map(({ event }) => event);
          told.set(subject.key, { events });
        }
      } catch (error) {
        signal.throwIfAborted();
        for (const { key } of batch) told.set(key, { unknown: reasonOf(error) });
      }
    }
    return told;
  };
}

/** The filter of Cloud Logging's query language: changes since then of objects whose names end so. */
export function filterFor(project: string, subjects: readonly AuditSubject[], since: number): string {
  const names = new Set(subjects.flatMap(({ names: all }) => all.map(lastOf)));
  const ends = [...names].map(
    (name) => `(^|/)${name.replaceAll(/[^\w-]/g, (one) => `[${one === '^' ? '\\^' : one}]`)}$`,
  );
  return [
    `logName="projects/${project}/logs/cloudaudit.googleapis.com%2Factivity"`,
    `timestamp>="${new Date(since).toISOString()}"`,
    `(${ends.map((end) => `protoPayload.resourceName=~${JSON.stringify(end)}`).join(' OR ')})`,
  ].join(' AND ');
}

interface Entry {
  readonly about: string;
  readonly event: AuditEvent;
}

async function listed(
  { project, call }: { readonly project: string; readonly call: RestCall },
  filter: string,
  signal: AbortSignal,
): Promise<readonly Entry[]> {
  const found: Entry[] = [];
  let pageToken: unknown;
  for (let page = 1; page <= pages; page += 1) {
    const answer = await call(
      {
        method: 'POST',
        url: 'https://logging.googleapis.com/v2/entries:list',
        body: {
          resourceNames: [`projects/${project}`],
          filter,
          orderBy: 'timestamp desc',
          pageSize: 200,
          ...(typeof pageToken === 'string' && { pageToken }),
        },
      },
      signal,
    );
    const { entries = [], nextPageToken } = isPlainObject(answer) ? answer : {};
    if (Array.isArray(entries)) found.push(...entries.flatMap(entryIn));
    if (typeof nextPageToken !== 'string' || nextPageToken === '') break;
    pageToken = nextPageToken;
  }
  return found;
}

/** An entry of the log as a change; none for what failed. */
function entryIn(entry: unknown): readonly Entry[] {
  if (!isPlainObject(entry)) return [];
  const { timestamp, protoPayload } = entry;
  if (typeof timestamp !== 'string' || !isPlainObject(protoPayload)) return [];
  const { resourceName, methodName, authenticationInfo, status } = protoPayload;
  if (typeof resourceName !== 'string') return [];
  if (isPlainObject(status) && status['code'] !== undefined && status['code'] !== 0) return [];
  const { principalEmail, principalSubject } = isPlainObject(authenticationInfo) ? authenticationInfo : {};
  const who = [principalEmail, principalSubject].find((one) => typeof one === 'string' && one !== '');
  return [
    {
      about: resourceName,
      event: {
        at: timestamp,
        principal: typeof who === 'string' ? who : 'somebody without a name',
        event: typeof methodName === 'string' ? methodName : 'a change',
      },
    },
  ];
}

/**
 * Whether a name in the log means the object. `projects/_/buckets/b` in the log is `b` to us; where both say of which
 * collection they are, that must be the same: a network and its subnet may share a name.
 */
export function isAbout(logged: string, { names }: Pick<AuditSubject, 'names'>): boolean {
  const parent = logged.split('/').at(-2);
  return names.some((name) => {
    if (lastOf(name) !== lastOf(logged)) return false;
    const own = name.split('/').at(-2);
    return own === undefined || parent === undefined || own === parent;
  });
}

function lastOf(name: string): string {
  return name.split('/').at(-1) ?? name;
}

function chunks<T>(all: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  );
}
