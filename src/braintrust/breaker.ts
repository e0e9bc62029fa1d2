import type { Clock } from '../runtime/clock.ts';
import type { BraintrustError } from './braintrust-error.ts';

export type RemoteKindName = 'organization' | 'project' | 'project_tag' | 'ai_secret' | 'env_var';
export type Verb = 'list' | 'get' | 'create' | 'update' | 'delete';

/** While a circuit is open, one call per this many milliseconds goes out to see whether it may be closed. */
const probeIntervalMs = 60_000;

export interface Refusal {
  readonly error: BraintrustError;
  readonly retryAfterMs: number;
}

interface Circuit {
  error: BraintrustError;
  lastProbe: number;
}

/**
 * Remembers refusals of one credential so that a thousand dependants do not repeat them. A bad token (401, or the
 * organization itself may not be read) opens everything; a 403, a missing route or a plan limit only that kind and verb.
 */
export class Breaker {
  readonly #clock: Clock;
  #whole: Circuit | undefined;
  #generation = 0;
  readonly #narrow = new Map<string, Circuit>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * The refusal that stands, with the time until the next probe; undefined where a call may go out. When a probe is due,
   * asking takes it: the caller must make the call.
   */
  refusal(kind: RemoteKindName, verb: Verb): Refusal | undefined {
    const circuit = this.#circuit(kind, verb);
    if (circuit === undefined) return undefined;
    const now = this.#clock.monotonic();
    const left = circuit.lastProbe + probeIntervalMs - now;
    if (left > 0) return { error: circuit.error, retryAfterMs: left };
    circuit.lastProbe = now;
    return undefined;
  }

  /** Whether a refusal has come since `since` (an earlier {@link generation}), with what it was. Takes no probe. */
  refusedSince(since: number, kind: RemoteKindName, verb: Verb): Refusal | undefined {
    const circuit = this.#generation === since ? undefined : this.#circuit(kind, verb);
    return circuit === undefined ? undefined : { error: circuit.error, retryAfterMs: probeIntervalMs };
  }

  /** Grows with every refusal. */
  get generation(): number {
    return this.#generation;
  }

  failed(kind: RemoteKindName, verb: Verb, error: BraintrustError): void {
    const circuit: Circuit = { error, lastProbe: this.#clock.monotonic() };
    if (isWhole(kind, verb, error)) {
      this.#whole = circuit;
      this.#generation += 1;
    } else if (isNarrow(error)) {
      // It concerns less than the credential, so the credential itself was accepted.
      if (this.#whole?.error.code === 'BraintrustUnauthorized') this.#whole = undefined;
      this.#narrow.set(`${kind} ${verb}`, circuit);
      this.#generation += 1;
    }
  }

  succeeded(kind: RemoteKindName, verb: Verb): void {
    this.#whole = undefined;
    this.#narrow.delete(`${kind} ${verb}`);
  }

  /** What stands against the credential as a whole. */
  get open(): BraintrustError | undefined {
    return this.#whole?.error;
  }

  #circuit(kind: RemoteKindName, verb: Verb): Circuit | undefined {
    return this.#whole ?? this.#narrow.get(`${kind} ${verb}`);
  }
}

function isWhole(kind: RemoteKindName, verb: Verb, error: BraintrustError): boolean {
  if (error.code === 'BraintrustUnauthorized') return true;
  return error.code === 'BraintrustForbidden' && kind === 'organization' && (verb === 'get' || verb === 'list');
}

function isNarrow(error: BraintrustError): boolean {
  return (
    error.code === 'BraintrustForbidden' ||
    error.code === 'BraintrustPlanTooLow' ||
    error.code === 'BraintrustCapabilityMissing'
  );
}
