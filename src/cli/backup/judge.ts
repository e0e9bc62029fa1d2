import type { BucketFacts, DatabaseFacts, KeyFacts, Look, SecretFacts } from './facts.ts';
import type { BackupItem } from './item.ts';

/** What one thing is, before anybody has looked. */
export type Subject = Pick<BackupItem, 'kind' | 'role' | 'name' | 'essential'>;

type Judged = Omit<BackupItem, keyof Subject>;

const dayMs = 24 * 60 * 60 * 1000;
/** Every cloud writes the log of its database away within minutes; after an hour it has stopped doing so. */
const databaseLagMs = 60 * 60 * 1000;

/**
 * A database: present where the last hour can be had back, and as many days as the environment asks.
 * @param wantedDays `spec.postgres.backupRetentionDays`; none for a database that was brought.
 */
export function judgeDatabase(
  subject: Subject,
  look: Look<DatabaseFacts>,
  { now, wantedDays }: { readonly now: number; readonly wantedDays: number | undefined },
): BackupItem {
  return judged(subject, look, ({ newest, oldest, retentionDays, anyMoment, copies }) => {
    const times = {
      copies,
      ...(newest !== undefined && { newest }),
      ...(oldest !== undefined && { oldest }),
      ...(retentionDays !== undefined && { retentionDays }),
    };
    if (newest === undefined) {
      return missing(
        times,
        'no backup of it exists',
        "Switch the cloud's own backups of the database on, and wait for the first.",
      );
    }
    if (!anyMoment) {
      return stale(
        times,
        'only the moments of its backups can be had back, none between',
        'Switch point-in-time recovery on.',
      );
    }
    if (now - Date.parse(newest) > databaseLagMs) {
      return stale(
        times,
        `what was written after ${newest} cannot be had back`,
        "Look at the database's backups in the cloud: its log is not written away.",
      );
    }
    if (wantedDays !== undefined && retentionDays !== undefined && retentionDays < wantedDays) {
      return stale(
        times,
        `backups are kept for ${retentionDays} days, and the environment asks for ${wantedDays}`,
        'planewright drift shows who differs; planewright up sets it back.',
      );
    }
    return { state: 'present', ...times };
  });
}

/** A bucket: what is current is always there; what was overwritten or deleted, for as many days as versions are kept. */
export function judgeBucket(
  subject: Subject,
  look: Look<BucketFacts>,
  { now, wantedDays }: { readonly now: number; readonly wantedDays: number | undefined },
): BackupItem {
  return judged(subject, look, ({ versioned, undoDays, copies }) => {
    const newest = new Date(now).toISOString();
    if (!versioned) {
      const times = { copies, newest, oldest: newest };
      return stale(times, 'it keeps no versions: what is overwritten or deleted is gone', 'Switch versions on.');
    }
    const times = {
      copies,
      newest,
      ...(undoDays !== undefined && {
        oldest: new Date(now - undoDays * dayMs).toISOString(),
        retentionDays: undoDays,
      }),
    };
    if (wantedDays !== undefined && undoDays !== undefined && undoDays < wantedDays) {
      return stale(
        times,
        `versions are kept for ${undoDays} days, and the environment asks for ${wantedDays}`,
        'planewright drift shows who differs; planewright up sets it back.',
      );
    }
    return { state: 'present', ...times };
  });
}

export function judgeKey(subject: Subject, look: Look<KeyFacts>): BackupItem {
  return judged(subject, look, ({ enabled, goesAt, rotates, recoverable }) => {
    const times = { copies: [] };
    if (goesAt !== undefined) {
      return missing(
        times,
        `it will be destroyed at ${goesAt}, and all that it encrypts with it`,
        'Cancel its deletion now, then find out who asked for it.',
      );
    }
    if (!enabled) return missing(times, 'it is disabled: nothing that it encrypts opens', 'Enable it.');
    if (!recoverable) return stale(times, 'a deletion by mistake could not be undone', 'Switch purge protection on.');
    if (!rotates) return stale(times, 'it is not rotated', 'Switch its yearly rotation on.');
    return { state: 'present', ...times };
  });
}

export function judgeSecret(subject: Subject, look: Look<SecretFacts>): BackupItem {
  return judged(subject, look, ({ hasValue, changedAt, goesAt, copies }) => {
    const times = { copies, ...(changedAt !== undefined && { newest: changedAt }) };
    if (goesAt !== undefined) {
      return missing(
        times,
        `it is deleted, and gone for good at ${goesAt}`,
        'Restore it in the store of the cloud before then.',
      );
    }
    if (!hasValue) return missing(times, 'it is there, but has no value', 'Put its value into the store of the cloud.');
    return { state: 'present', ...times };
  });
}

/** A bucket of which nothing is meant to last. */
export function passing(subject: Subject): BackupItem {
  return { ...subject, essential: false, state: 'passing', copies: [] };
}

/** Something that nobody could look at. */
export function unknown(subject: Subject, reason: string, next: string): BackupItem {
  return { ...subject, state: 'unknown', copies: [], problem: { reason, next } };
}

function judged<Facts>(subject: Subject, look: Look<Facts>, judge: (facts: Facts) => Judged): BackupItem {
  switch (look.kind) {
    case 'unknown':
      return unknown(
        subject,
        `it could not be looked at: ${look.reason}`,
        look.signedOut === true
          ? 'Sign in to the account of the environment, then run the command again.'
          : 'Run this as somebody who may read it. That we may not look does not mean that it is missing.',
      );
    case 'missing':
      return { ...subject, ...missing({ copies: [] }, 'the cloud says that it is not there', wayOut(subject)) };
    case 'found':
      return { ...subject, ...judge(look.facts) };
  }
}

function wayOut({ role }: Subject): string {
  return role === 'functionSecretKey'
    ? 'Bring the old value back from wherever it was kept. Make no new one: nothing that it encrypted could be read.'
    : 'Look whether the credentials belong to the right account; then bring it back from a copy.';
}

type Times = Omit<Judged, 'state' | 'problem'>;

function missing(times: Times, reason: string, next: string): Judged {
  return { state: 'missing', ...times, problem: { reason, next } };
}

function stale(times: Times, reason: string, next: string): Judged {
  return { state: 'stale', ...times, problem: { reason, next } };
}
