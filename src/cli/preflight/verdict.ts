export type Result = 'pass' | 'warn' | 'fail' | 'unknown';

/** What a check found. `unknown`: it was not permitted to look, or could not; that never passes. */
export interface Verdict {
  /** Stable, such as `quota.vcpus`: scripts match on it. */
  readonly id: string;
  readonly title: string;
  readonly result: Result;
  /** What was found, as a sentence or two. */
  readonly says: string;
  /** What to do; for all but `pass`. */
  readonly wayOut?: string;
}

/** Of what a check asks about: its id and how a person calls it. */
export interface Subject {
  readonly id: string;
  readonly title: string;
}

export function pass(subject: Subject, says: string): Verdict {
  return { ...subject, result: 'pass', says };
}

export function warn(subject: Subject, says: string, wayOut: string): Verdict {
  return { ...subject, result: 'warn', says, wayOut };
}

export function fail(subject: Subject, says: string, wayOut: string): Verdict {
  return { ...subject, result: 'fail', says, wayOut };
}

export function unknown(subject: Subject, why: string, wayOut = lookingNeeds): Verdict {
  return { ...subject, result: 'unknown', says: `Not known: ${why}.`, wayOut };
}

const lookingNeeds = 'planewright permissions ENV --for preflight lists the rights that it takes to look.';

/** Whether anything stands in the way of an update. */
export function isBlocking(verdicts: readonly Verdict[]): boolean {
  return verdicts.some(({ result }) => result === 'fail');
}
