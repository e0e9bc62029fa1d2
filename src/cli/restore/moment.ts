import { blocksRestore, type BackupItem } from '../backup/item.ts';

/** To which moment an inventory reaches. All moments are RFC 3339. */
export interface Reach {
  /** The moment that would be restored; none where no moment is common, or nobody could look. */
  readonly moment: string | undefined;
  /** Moments between which database and buckets both can be had back. */
  readonly oldest: string | undefined;
  readonly newest: string | undefined;
  /** Why there is no restore, each with the way out. */
  readonly refusals: readonly Refusal[];
  /** What could not be looked at, and must be made sure of by hand. */
  readonly unverified: readonly string[];
}

export interface Refusal {
  readonly reason: string;
  readonly next: string;
}

/**
 * The newest moment that database and buckets have in common, or the one that was asked for: the buckets hold what the rows
 * of the database point to, so one must not be taken back without the other.
 * @param to moment that was asked for.
 * @param now milliseconds since 1970.
 */
export function reachOf(items: readonly BackupItem[], to: number | undefined, now: number): Reach {
  const windows = items.filter(({ kind, state }) => (kind === 'database' || kind === 'bucket') && state !== 'passing');
  const oldest = furthest(windows, 'oldest', Math.max);
  const newest = windows.some(({ newest: one }) => one === undefined)
    ? undefined
    : furthest(windows, 'newest', Math.min);
  const refusals = [...missing(items), ...outside(to, { oldest, newest, now }, windows)];
  const moment = to ?? newest;
  return {
    moment: refusals.length > 0 || moment === undefined ? undefined : new Date(moment).toISOString(),
    oldest: oldest === undefined ? undefined : new Date(oldest).toISOString(),
    newest: newest === undefined ? undefined : new Date(newest).toISOString(),
    refusals,
    unverified: items
      .filter(({ essential, state }) => essential && state === 'unknown')
      .map(({ kind, role, problem }) => `${kind} ${role}: ${problem?.reason ?? 'nobody could look'}`),
  };
}

function furthest(
  items: readonly BackupItem[],
  end: 'oldest' | 'newest',
  pick: (...moments: number[]) => number,
): number | undefined {
  const moments = items.flatMap((item) => item[end] ?? []).map((moment) => Date.parse(moment));
  return moments.length === 0 ? undefined : pick(...moments);
}

function missing(items: readonly BackupItem[]): readonly Refusal[] {
  const key = items.find(({ role }) => role === 'functionSecretKey');
  const absent: readonly Refusal[] =
    key === undefined
      ? [{ reason: `There is no FUNCTION_SECRET_KEY in the inventory. ${unreadable}`, next: bringBack }]
      : [];
  const blocked = items.filter(blocksRestore).map(({ kind, role, name, problem }): Refusal => {
    const why = problem?.reason ?? 'it is not there';
    return role === 'functionSecretKey'
      ? { reason: `FUNCTION_SECRET_KEY (${name}): ${why}. ${unreadable}`, next: bringBack }
      : { reason: `${kind} ${role} (${name}): ${why}.`, next: problem?.next ?? 'Bring it back first.' };
  });
  return [...absent, ...blocked];
}

const unreadable =
  'Every secret that the plane keeps in its database is encrypted with it (provider keys, function secrets, service tokens): with another key they are unreadable, and nothing brings them back.';
const bringBack =
  "Bring the old value back: from the store's own undelete, its copy in another region, or the state of the stack, which holds it encrypted. Make no new one.";

function outside(
  to: number | undefined,
  {
    oldest,
    newest,
    now,
  }: { readonly oldest: number | undefined; readonly newest: number | undefined; readonly now: number },
  windows: readonly BackupItem[],
): readonly Refusal[] {
  if (oldest !== undefined && newest !== undefined && oldest > newest) {
    const ends = windows.map(
      ({ kind, role, oldest: from, newest: until }) =>
        `${kind} ${role} ${from ?? 'from the start'} to ${until ?? 'unknown'}`,
    );
    return [
      {
        reason: `Database and buckets have no moment in common: ${ends.join('; ')}.`,
        next: 'Restore from the copies in the other region, of which backup ENV lists the moments.',
      },
    ];
  }
  if (to === undefined) return [];
  const asked = new Date(to).toISOString();
  if (to > now) return [{ reason: `${asked} has not come yet.`, next: 'Name a moment before the damage was done.' }];
  const late = newest !== undefined && to > newest;
  if (!late && (oldest === undefined || to >= oldest)) return [];
  const from = oldest === undefined ? 'the start' : new Date(oldest).toISOString();
  const until = newest === undefined ? 'unknown' : new Date(newest).toISOString();
  return [
    {
      reason: `${asked} is outside of what database and buckets can both be taken back to: ${from} to ${until}.`,
      next: late
        ? `Name ${until} or an earlier moment.`
        : 'Name a later moment, or restore from the copies in the other region.',
    },
  ];
}
