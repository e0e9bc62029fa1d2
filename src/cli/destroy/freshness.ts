import { deletions } from '../../../stacks/resource-types/deletion.ts';
import type { HeldObject } from '../../../stacks/engine/data.ts';
import type { StackState } from '../../../stacks/engine/state.ts';
import type { BackupItem } from '../backup/item.ts';
import type { Environment } from '../../../stacks/environment/schema/environment.ts';

/** How fresh the backups of one object are. */
export interface BackupFreshness {
  /** Name of the object, as the preview shows it. */
  readonly what: string;
  /** Last moment that can be had back, RFC 3339; none where there is no backup, or nobody could look. */
  readonly newest?: string;
  /** Why there is none, or why it is not known. */
  readonly reason?: string;
}

/** Looks at the backups of everything that a person could not make again. */
export type FreshnessProbe = (
  environment: Environment,
  state: StackState,
  signal: AbortSignal,
) => Promise<readonly BackupFreshness[]>;

/** The freshness of what an inventory of backups has found; what is not meant to last has none. */
export function freshnessIn(items: readonly BackupItem[]): readonly BackupFreshness[] {
  return items
    .filter(({ kind, state }) => (kind === 'database' || kind === 'bucket') && state !== 'passing')
    .map(({ role, newest, problem }) => ({
      what: role,
      ...(newest !== undefined && { newest }),
      ...(problem !== undefined && { reason: problem.reason }),
    }));
}

/** Older than this, a backup counts as none: a day of work would be lost. In milliseconds. */
const freshFor = 24 * 60 * 60 * 1000;

/** What is not backed up, or not lately, by name; empty where everything is. */
export function staleBackups(found: readonly BackupFreshness[], now: number): readonly string[] {
  return found.flatMap(({ what, newest }) => {
    if (newest === undefined) return [what];
    const at = Date.parse(newest);
    if (Number.isNaN(at)) return [`${what} (${newest} is no moment)`];
    return now - at <= freshFor ? [] : [`${what} (last at ${newest})`];
  });
}

/** Objects whose backups matter: databases and buckets that are no copies themselves. */
export function backedUp(held: readonly HeldObject[]): readonly HeldObject[] {
  return held.filter(({ kind, type }) => {
    return (kind === 'database' || kind === 'bucket') && deletions[type]?.afterwards !== undefined;
  });
}
