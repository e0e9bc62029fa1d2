import type { SourceEntry, SourceReport } from '../../dataplane/secrets/source-report.ts';
import { canonicalJson, sameJson } from '../../runtime/canonical-json.ts';
import type { Trouble } from './value.ts';

/** A key that an annotation names a source for, as it was seen. Hashes are keyed; no value is among it. */
export interface ObservedKey {
  readonly key: string;
  /** Hash of the value that the Secret holds; left out where it holds none. */
  readonly current?: string;
  readonly wanted: Wanted;
}

export type Wanted =
  | { readonly hash: string; readonly versions: Readonly<Record<string, string>> }
  | { readonly trouble: Omit<Trouble, 'secret'> & { readonly secret?: string } };

export interface ObservedSources {
  readonly keys: readonly ObservedKey[];
  /** Keys that the Secret holds. */
  readonly held: readonly string[];
  readonly report: SourceReport;
}

interface Fill {
  readonly key: string;
  readonly reason: 'Absent' | 'Changed';
}

export interface News {
  readonly type: 'Normal' | 'Warning';
  readonly reason:
    | 'SecretSourceRead'
    | 'SecretSourceAbsent'
    | 'SecretSourceDenied'
    | 'SecretSourceUnreachable'
    | 'SecretSourceMalformed';
  readonly message: string;
}

export interface SourceDecision {
  readonly fills: readonly Fill[];
  readonly report: SourceReport;
  /** Whether the Secret must be written: a value or the report is another one. */
  readonly writes: boolean;
  /** What is not as it was at the last pass. */
  readonly news: readonly News[];
  /** `waiting` for a person or for the store; otherwise nothing is expected to happen. */
  readonly next: 'settled' | 'waiting';
}

/**
 * What to do about a Secret that stores fill. A value is only ever put in place of another one or of none: whatever is
 * wrong with its source, what is there stays.
 */
export function decide({ keys, held, report: before }: ObservedSources): SourceDecision {
  const fills: Fill[] = [];
  const news: News[] = [];
  const report: Record<string, SourceEntry> = {};
  for (const { key, current, wanted } of keys) {
    const old = before[key];
    if ('trouble' in wanted) {
      const entry = troubled(wanted.trouble, old);
      report[key] = entry;
      if (old?.state !== entry.state || old.secret !== entry.secret) news.push(badNews(key, wanted.trouble));
      continue;
    }
    const { hash, versions } = wanted;
    report[key] = { state: 'filled', versions };
    if (current !== hash) fills.push({ key, reason: current === undefined ? 'Absent' : 'Changed' });
    else if (old !== undefined && old.state !== 'filled') news.push(recovered(key));
  }
  const declared = new Set(keys.map(({ key }) => key));
  for (const [key, old] of Object.entries(before)) {
    const wasOurs = old.state === 'kept' || old.versions !== undefined;
    if (!declared.has(key) && wasOurs && held.includes(key)) report[key] = { state: 'kept' };
  }
  const unfilled = keys.some(({ current, wanted }) => 'trouble' in wanted && current === undefined);
  const unreachable = Object.values(report).some(({ state }) => state === 'unreachable');
  return {
    fills,
    report,
    writes: fills.length > 0 || !sameJson(report, before),
    news: fills.length > 0 ? [...news, filled(fills)] : news,
    next: unfilled || unreachable ? 'waiting' : 'settled',
  };
}

/** A store that is out of reach says it in other words each time; the first ones stay, so that nothing is written. */
function troubled(
  { state, secret, message }: Omit<Trouble, 'secret'> & { readonly secret?: string },
  old: SourceEntry | undefined,
): SourceEntry {
  if (state === 'unreachable' && old?.state === state && old.secret === secret) return old;
  const versions = old?.versions;
  return { state, ...(versions && { versions }), ...(secret !== undefined && { secret }), message };
}

const reasons = {
  absent: 'SecretSourceAbsent',
  denied: 'SecretSourceDenied',
  unreachable: 'SecretSourceUnreachable',
  malformed: 'SecretSourceMalformed',
} as const;

function badNews(key: string, { state, message }: Pick<Trouble, 'state' | 'message'>): News {
  return { type: 'Warning', reason: reasons[state], message: `Key ${key}: ${message}` };
}

function recovered(key: string): News {
  return { type: 'Normal', reason: 'SecretSourceRead', message: `Key ${key}: its source can be read again.` };
}

function filled(fills: readonly Fill[]): News {
  const named = (reason: Fill['reason'], verb: string): readonly string[] => {
    const keys = fills.filter((fill) => fill.reason === reason).map(({ key }) => key);
    return keys.length === 0 ? [] : [`${verb} ${keys.join(', ')}`];
  };
  const done = [...named('Absent', 'filled'), ...named('Changed', 'replaced')].join(' and ');
  return { type: 'Normal', reason: 'SecretSourceRead', message: `From the cloud's store ${done}.` };
}

/** The report as the annotation holds it: the same text for the same report. */
export function reportText(report: SourceReport): string {
  return canonicalJson(report);
}
