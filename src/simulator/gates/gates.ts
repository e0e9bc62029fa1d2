import type { Clock } from '../../runtime/clock.ts';
import {
  requestTarget,
  TransportError,
  type Transport,
  type WireRequest,
  type WireResponse,
} from '../../runtime/transport.ts';
import { describeCall, SimulatedCrash, type Fault, type FaultPlan, type RecordedCall } from './fault.ts';
import { faultStream } from './stream.ts';

export interface GateOptions {
  readonly clock: Clock;
  /** Default: nothing goes wrong, everything is recorded. */
  readonly plan?: FaultPlan;
  /** Whether a call could change something. Default: every method but GET and HEAD. */
  readonly isMutation?: (to: string, request: WireRequest) => boolean;
  /** Called when a planned crash happens. Kill the process's clock here, then start anew. */
  readonly onCrash?: (crash: SimulatedCrash) => void;
}

/** The gates of one world: all of its transports share one count of calls, so that a call's number names it. */
export interface Gates {
  /** A transport that passes the gates. It belongs to the process of the current epoch and dies with it. */
  guard(to: string, transport: Transport): Transport;
  /** Calls so far, oldest first. Serialisable. */
  readonly trace: readonly RecordedCall[];
  /** Planned calls that turned out to be others, as sentences. Empty in a sound run. */
  readonly divergences: readonly string[];
  /** Kills the process at once, as SIGKILL does: none of its calls is answered any more. */
  kill(): void;
}

/**
 * A dead process must not run its handlers: a call that crashes it never settles, instead of throwing something that a
 * `catch` or `finally` could still act on. What killed it is told to `onCrash`.
 */
export function callGates(options: GateOptions): Gates {
  const { clock, plan = { faults: [] }, isMutation = changesSomething } = options;
  const trace: RecordedCall[] = [];
  const divergences: string[] = [];
  const lastAnswers = new Map<string, WireResponse>();
  let epoch = 0;
  let death = new AbortController();
  const die = (): void => {
    epoch += 1;
    // Its connections break, so that the other side lets go of its watches; it does not hear of that itself.
    death.abort(new Error('the process is dead'));
    death = new AbortController();
  };

  const record = (to: string, request: WireRequest, fault: Fault | undefined): RecordedCall => {
    const call: RecordedCall = {
      call: trace.length,
      to,
      method: request.method,
      target: requestTarget(request),
      mutation: isMutation(to, request),
      stream: request.stream === true,
      epoch,
      at: clock.now(),
      status: 0,
      events: 0,
      ...(fault === undefined ? {} : { fault: fault.kind }),
    };
    trace.push(call);
    return call;
  };

  const faultFor = (to: string, request: WireRequest): Fault | undefined => {
    const planned = plan.faults.find((one) => one.call === trace.length);
    if (planned === undefined) return undefined;
    const actual = describeCall({ to, method: request.method, target: requestTarget(request) });
    if (planned.expect === undefined || planned.expect === actual) return planned.fault;
    divergences.push(`call ${planned.call} was planned as "${planned.expect}" and was "${actual}"`);
    return undefined;
  };

  return {
    trace,
    divergences,
    kill: die,
    guard: (to, transport) => {
      const own = epoch;
      const ended = death.signal;
      const alive = async <T>(work: Promise<T>): Promise<T> => {
        try {
          const result = await work;
          return own === epoch ? result : await never();
        } catch (error) {
          if (own === epoch) throw error;
          return never();
        }
      };
      const crash = (call: RecordedCall): Promise<never> => {
        if (own === epoch) {
          die();
          options.onCrash?.(new SimulatedCrash(call));
        }
        return never();
      };
      return async (request, signal) => {
        if (own !== epoch) return never();
        const fault = faultFor(to, request);
        const call = record(to, request, fault);
        const send = async (): Promise<WireResponse> => {
          const response = await transport(
            request,
            request.stream === true ? AbortSignal.any([signal, ended]) : signal,
          );
          call.status = response.status;
          return response;
        };
        const answered = async (): Promise<WireResponse> => {
          const response = await faulted(fault, {
            call,
            send,
            crash,
            clock,
            signal,
            stale: () => lastAnswers.get(describeCall(call)),
          });
          if (!call.mutation && response.chunks === undefined) lastAnswers.set(describeCall(call), response);
          if (response.chunks === undefined) return response;
          return {
            ...response,
            chunks: faultStream(response.chunks, { fault, call, signal, isDead: () => own !== epoch }),
          };
        };
        return alive(answered());
      };
    },
  };
}

function changesSomething(_to: string, request: WireRequest): boolean {
  return request.method !== 'GET' && request.method !== 'HEAD';
}

interface Attempt {
  readonly call: RecordedCall;
  readonly send: () => Promise<WireResponse>;
  readonly crash: (call: RecordedCall) => Promise<never>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly stale: () => WireResponse | undefined;
}

async function faulted(fault: Fault | undefined, attempt: Attempt): Promise<WireResponse> {
  const { call, send, crash, clock, signal } = attempt;
  switch (fault?.kind) {
    case 'crash-before':
      return crash(call);
    case 'crash-after':
      await send().catch(() => undefined); // the process is dead either way
      return crash(call);
    case 'answer':
      call.status = fault.status;
      return madeUp(fault);
    case 'answer-after':
      await send();
      call.status = fault.status;
      return madeUp(fault);
    case 'no-answer':
      if (fault.when === 'after') await send();
      call.status = 0;
      throw new TransportError(fault.failure, `simulated ${fault.failure} at call ${call.call}, ${describeCall(call)}`);
    case 'delay': {
      if (fault.when === 'before') await clock.sleep(fault.ms, signal);
      const response = await send();
      if (fault.when === 'after') await clock.sleep(fault.ms, signal);
      return response;
    }
    case 'duplicate':
      await send();
      return send();
    case 'stale-read': {
      const stale = attempt.stale();
      if (stale === undefined) return send();
      call.status = stale.status;
      return stale;
    }
    case 'torn-body': {
      const response = await send();
      return response.chunks === undefined
        ? { ...response, body: response.body.slice(0, response.body.length / 2) }
        : response;
    }
    default:
      return send();
  }
}

function madeUp(fault: Extract<Fault, { status: number }>): WireResponse {
  return {
    status: fault.status,
    headers: { 'content-type': 'application/json', ...fault.headers },
    body: fault.body ?? '{}',
  };
}

/** What a dead process waits for. */
function never(): Promise<never> {
  return new Promise(() => undefined);
}

/** Records the calls of one transport; nothing goes wrong. */
export function recordCalls(
  to: string,
  transport: Transport,
  clock: Clock,
): { transport: Transport; trace: readonly RecordedCall[] } {
  const gates = callGates({ clock });
  return { transport: gates.guard(to, transport), trace: gates.trace };
}

/** One transport with a plan in front of it. For several that share a plan, use {@link callGates}. */
export function withFaults(to: string, transport: Transport, plan: FaultPlan, clock: Clock): Transport {
  return callGates({ clock, plan }).guard(to, transport);
}
