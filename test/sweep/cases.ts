import type { Fault, RecordedCall } from '../../src/simulator/gates/fault.ts';

/** A call by what it is and how often it has been made before, so that a saved plan outlives a change of the order. */
export interface CallName {
  readonly call: string;
  /** From 0. */
  readonly nth: number;
}

/** One thing going wrong in one story. Plain data. */
export interface Case {
  readonly story: string;
  readonly at: CallName;
  readonly fault: Fault;
}

const html = '<!doctype html><html><body>Sign in to continue</body></html>';
const status = (code: number, reason: string): string =>
  JSON.stringify({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: `simulated ${reason}`,
    reason,
    code,
  });

const refusals: readonly Fault[] = [
  { kind: 'answer', status: 400, body: status(400, 'BadRequest') },
  { kind: 'answer', status: 401, body: status(401, 'Unauthorized') },
  { kind: 'answer', status: 403, body: status(403, 'Forbidden') },
  { kind: 'answer', status: 409, body: status(409, 'Conflict') },
  { kind: 'answer', status: 429, body: status(429, 'TooManyRequests'), headers: { 'retry-after': '7' } },
  { kind: 'answer', status: 500, body: status(500, 'InternalError') },
  { kind: 'answer', status: 503, body: status(503, 'ServiceUnavailable') },
  { kind: 'answer', status: 200, body: html, headers: { 'content-type': 'text/html' } },
];

/** Whatever a call can meet. */
const anyCall: readonly Fault[] = [
  { kind: 'crash-after' },
  ...refusals,
  { kind: 'no-answer', failure: 'reset', when: 'before' },
  { kind: 'no-answer', failure: 'timeout', when: 'before' },
  { kind: 'delay', ms: 20_000, when: 'before' },
  { kind: 'delay', ms: 20_000, when: 'after' },
  { kind: 'torn-body' },
];

/** What only matters where the call changes something. */
const mutations: readonly Fault[] = [
  { kind: 'crash-before' },
  { kind: 'answer-after', status: 500, body: status(500, 'InternalError') },
  { kind: 'answer-after', status: 502, body: html, headers: { 'content-type': 'text/html' } },
  { kind: 'no-answer', failure: 'reset', when: 'after' },
  { kind: 'no-answer', failure: 'timeout', when: 'after' },
  { kind: 'duplicate' },
];

/** What leaves a change undone, or done and not known to be. */
const halfDone: readonly Fault[] = [
  { kind: 'crash-before' },
  { kind: 'crash-after' },
  { kind: 'answer', status: 409, body: status(409, 'Conflict') },
  { kind: 'answer', status: 500, body: status(500, 'InternalError') },
  { kind: 'no-answer', failure: 'timeout', when: 'after' },
  { kind: 'duplicate' },
];

/**
 * The admin API's lists may lag, and an API server answers a list from a replica that does; a single object is read by
 * quorum, so there a stale answer is no fault that can happen.
 */
const readsThatLag: readonly Fault[] = [{ kind: 'stale-read' }];

/** What can happen to a stream before it brings its first event. */
const openings: readonly Fault[] = [
  { kind: 'crash-after' },
  ...refusals,
  { kind: 'answer', status: 410, body: status(410, 'Expired') },
  { kind: 'no-answer', failure: 'reset', when: 'before' },
  { kind: 'delay', ms: 20_000, when: 'before' },
];

function onEvent(event: number): readonly Fault[] {
  return [
    { kind: 'drop-event', event },
    { kind: 'repeat-event', event },
    { kind: 'end-stream', event, reset: false },
    { kind: 'end-stream', event, reset: true },
    { kind: 'silence', event },
  ];
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const chance = /(resourceVersion|timeoutSeconds)=\d+/g;

/** A call without what differs from run to run. */
function callName({ to, method, target }: Pick<RecordedCall, 'to' | 'method' | 'target'>): string {
  return `${to} ${method} ${target.replace(uuid, '{id}').replace(chance, '$1=*')}`;
}

/** Where a fault could strike: the calls from a number on, and the events that came on streams opened before. */
export interface Recording {
  readonly story: string;
  /** Calls and streams as they were when the story had reached its beginning; events by call. */
  readonly begun: { readonly calls: number; readonly events: readonly number[] };
  readonly trace: readonly RecordedCall[];
  /**
   * A rollout is long, and its reads are alike: only what changes something, and only what could leave it half done; and
   * what stores of secrets are asked.
   */
  readonly onlyDeeds?: boolean;
}

/** Every call of the recording × everything that can go wrong with it. */
export function casesOf({ story, begun, trace, onlyDeeds = false }: Recording): Case[] {
  const seen = new Map<string, number>();
  return trace.flatMap((call, number) => {
    const name = callName(call);
    const nth = seen.get(name) ?? 0;
    seen.set(name, nth + 1);
    const at = { call: name, nth };
    const isNew = number >= begun.calls;
    const faults = onlyDeeds ? faultsOfRollout(call, isNew) : faultsOf(call, isNew, begun.events[number] ?? 0);
    return faults.map((fault) => ({ story, at, fault }));
  });
}

function faultsOf(call: RecordedCall, isNew: boolean, eventsBefore: number): readonly Fault[] {
  if (call.stream) {
    const events = Array.from({ length: call.events - eventsBefore }, (_, index) =>
      onEvent(eventsBefore + index),
    ).flat();
    return [...(isNew ? openings : []), ...events];
  }
  if (!isNew) return [];
  if (call.mutation) return [...anyCall, ...mutations];
  return lags(call) ? [...anyCall, ...readsThatLag] : anyCall;
}

function faultsOfRollout(call: RecordedCall, isNew: boolean): readonly Fault[] {
  if (!isNew) return [];
  if (call.to === 'google' || call.to === 'azure') return anyCall;
  return isDeed(call) ? halfDone : [];
}

/** Not a status and not an event: those tell of what is done. A plane is only asked. */
function isDeed({ to, mutation, target }: RecordedCall): boolean {
  return to !== 'plane' && mutation && !/\/(status|events)\b/.test(target);
}

function lags({ to, target }: RecordedCall): boolean {
  return to === 'braintrust' || target.includes('limit=');
}

/** The number of a named call in a recording; undefined where it is not made any more. */
export function callNumber(trace: readonly RecordedCall[], { call, nth }: CallName): number | undefined {
  return trace.filter((one) => callName(one) === call)[nth]?.call;
}

export function describeCase({ story, at, fault }: Case): string {
  const { kind, ...detail } = fault;
  const short = Object.entries(detail)
    .filter(([key]) => key !== 'body' && key !== 'headers')
    .map(([key, value]) => `${key} ${String(value)}`);
  return [`${story}: ${at.call} (${at.nth})`, kind, ...short].join(', ');
}
