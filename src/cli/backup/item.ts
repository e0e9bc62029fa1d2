/** Kinds of what an environment is restored from, in the order in which they are needed. */
type ItemKind = 'key' | 'secret' | 'bucket' | 'database' | 'state' | 'resources' | 'environment';

/**
 * `present`: there, and fresh enough. `stale`: there, but older or shorter than the environment asks. `missing`: the cloud
 * says that it is not there, or cannot be used. `unknown`: we could not look; it may well be there. `passing`: holds
 * nothing that outlives a day.
 */
type ItemState = 'present' | 'stale' | 'missing' | 'unknown' | 'passing';

/** A copy outside the blast radius. */
export interface Copy {
  readonly where: string;
  /** Moment that the newest copy has, RFC 3339; left out where the copy follows by itself. */
  readonly newest?: string;
}

/** One thing that an environment is restored from. */
export interface BackupItem {
  readonly kind: ItemKind;
  /** What it is to the plane: `functionSecretKey`, `brainstore`, `postgres`. */
  readonly role: string;
  /** By which name it is found in the cloud, or in the repository. */
  readonly name: string;
  readonly state: ItemState;
  /** Whether no restore is possible without it. */
  readonly essential: boolean;
  /** Newest and oldest moment that can be had back, RFC 3339; none where it has no moments, or nobody could look. */
  readonly newest?: string;
  readonly oldest?: string;
  readonly retentionDays?: number;
  readonly copies: readonly Copy[];
  /** What is wrong, as a sentence, and the way out. */
  readonly problem?: { readonly reason: string; readonly next: string };
}

/** Whether something without which no restore is possible is missing. */
export function blocksRestore({ essential, state }: BackupItem): boolean {
  return essential && state === 'missing';
}
