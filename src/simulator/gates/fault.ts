import type { TransportFailure } from '../../runtime/transport.ts';

/** What can go wrong with one call. Plain data: a plan that found something is saved as JSON and replayed for ever. */
export type Fault =
  /** The process dies before the call leaves it. */
  | { readonly kind: 'crash-before' }
  /** The call is carried out; the process dies before it sees the answer. */
  | { readonly kind: 'crash-after' }
  /** The call is not carried out; this answer comes instead. */
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly body?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** The call is carried out, but this answer comes instead of its own. */
  | {
      readonly kind: 'answer-after';
      readonly status: number;
      readonly body?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** No answer. `after`: the call was carried out all the same. */
  | { readonly kind: 'no-answer'; readonly failure: TransportFailure; readonly when: 'before' | 'after' }
  /** The answer comes this many milliseconds late; the call is carried out at the end of them, or at their beginning. */
  | { readonly kind: 'delay'; readonly ms: number; readonly when: 'before' | 'after' }
  /** The call is carried out twice, as by a proxy that tries again; the second answer counts. */
  | { readonly kind: 'duplicate' }
  /** A read is answered with what the same read got last time, or with the truth where there was none. */
  | { readonly kind: 'stale-read' }
  /** The body is cut in half. */
  | { readonly kind: 'torn-body' }
  /** On a stream: the event of this index (from 0) never arrives. */
  | { readonly kind: 'drop-event'; readonly event: number }
  /** On a stream: the event of this index arrives twice. */
  | { readonly kind: 'repeat-event'; readonly event: number }
  /** On a stream: it ends before the event of this index, cleanly or as a reset. */
  | { readonly kind: 'end-stream'; readonly event: number; readonly reset: boolean }
  /** On a stream: it falls silent before the event of this index, and stays open. */
  | { readonly kind: 'silence'; readonly event: number };

interface PlannedFault {
  /** Number of the call, as the recording counts it. */
  readonly call: number;
  /**
   * The call as the recording describes it. A run that makes another call there has diverged before the fault: that is
   * reported, not faulted.
   */
  readonly expect?: string;
  readonly fault: Fault;
}

export interface FaultPlan {
  readonly faults: readonly PlannedFault[];
}

/** One call as it was seen at the gates. No bodies and no headers: secrets pass through here. */
export interface RecordedCall {
  readonly call: number;
  /** Which stand-in it went to. */
  readonly to: string;
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  /** True where it could change something. */
  readonly mutation: boolean;
  readonly stream: boolean;
  /** Which start of the process made it, from 0. */
  readonly epoch: number;
  /** Virtual time of the call, milliseconds. */
  readonly at: number;
  /** 0 where no answer came. */
  status: number;
  /** Events that came on a stream. */
  events: number;
  /** What was done to it. */
  readonly fault?: Fault['kind'];
}

/** `kube PATCH /api/…`: what a plan expects a call to be. */
export function describeCall(call: Pick<RecordedCall, 'to' | 'method' | 'target'>): string {
  return `${call.to} ${call.method} ${call.target}`;
}

/** The process died. Never thrown at the process itself: it only stops hearing from the world. */
export class SimulatedCrash extends Error {
  override readonly name = 'SimulatedCrash';
  readonly call: RecordedCall;
  constructor(call: RecordedCall) {
    super(`the process died at call ${call.call}, ${describeCall(call)}`);
    this.call = call;
  }
}
