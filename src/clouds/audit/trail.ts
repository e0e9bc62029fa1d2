import { cloudFailureOf, type CloudFailureKind } from '../failure.ts';

/** One change in an audit log. */
export interface AuditEvent {
  /** RFC 3339. */
  readonly at: string;
  /** Who: an ARN, an e-mail address, the name or id of an application. */
  readonly principal: string;
  /** The cloud's word for what was done: `DeleteBucket`, `storage.buckets.update`, `Microsoft.Cache/redis/write`. */
  readonly event: string;
}

/** An object that is asked about. */
export interface AuditSubject {
  readonly key: string;
  /** What an audit log may call it, the likeliest first. */
  readonly names: readonly string[];
  /** Region whose log tells of it, where that is not the environment's own. */
  readonly region?: string;
}

/** Changes of one object, newest first; or why they cannot be told. */
export type Told = { readonly events: readonly AuditEvent[] } | { readonly unknown: string };

/** Asks an audit log about objects. @param since Milliseconds since the epoch. */
export type Trail = (
  subjects: readonly AuditSubject[],
  since: number,
  signal: AbortSignal,
) => Promise<ReadonlyMap<string, Told>>;

/** So many calls are made for one report; a log is no index, and whoever changed a hundred objects is seen in forty. */
export const callLimit = 40;

const whyNot: Readonly<Partial<Record<CloudFailureKind, string>>> = {
  signedOut: 'nobody is signed in to the cloud',
  denied: 'the audit log may not be read',
  disabled: 'the audit log is switched off',
};

/**
 * Asks about one subject after the other. Once the log may not be read, or cannot be reached, it is not asked again: the
 * answer would be the same.
 */
export async function askEach(
  subjects: readonly AuditSubject[],
  ask: (subject: AuditSubject) => Promise<readonly AuditEvent[] | undefined>,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Told>> {
  const told = new Map<string, Told>();
  let closed: string | undefined;
  for (const subject of subjects) {
    if (closed !== undefined) {
      told.set(subject.key, { unknown: closed });
      continue;
    }
    try {
      const events = await ask(subject);
      if (events === undefined) closed = `the audit log is asked ${callLimit} times at most`;
      told.set(subject.key, events === undefined ? { unknown: closed ?? '' } : { events: newestFirst(events) });
    } catch (error) {
      signal.throwIfAborted();
      closed = reasonOf(error);
      told.set(subject.key, { unknown: closed });
    }
  }
  return told;
}

export function reasonOf(error: unknown): string {
  const failure = cloudFailureOf(error, 'audit log');
  const known = whyNot[failure.kind];
  return known === undefined ? failure.message : `${known}: ${failure.code}`;
}

function newestFirst(events: readonly AuditEvent[]): readonly AuditEvent[] {
  return events.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at));
}
