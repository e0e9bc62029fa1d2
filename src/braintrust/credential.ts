import type { Clock } from '../runtime/clock.ts';
import { Limiter, type LimiterOptions } from '../runtime/limiter.ts';
import type { SecretValue } from '../runtime/secret-value.ts';
import { Breaker, type Refusal, type RemoteKindName, type Verb } from './breaker.ts';
import { BraintrustError } from './braintrust-error.ts';

/** No caller is held longer than this at the limiter after a 429; it is told when to come back instead. */
const longestHoldMs = 30_000;
/** Where a 429 names no time. */
const defaultPenaltyMs = 5_000;

/**
 * The vendor's plane allows 100 calls a minute and token towards its control plane by default; half of that leaves room
 * for people who use the same account, and the burst lets a small organization settle at once.
 */
export const defaultRate: LimiterOptions = { perSecond: 5, burst: 50 };

export interface CredentialOptions {
  readonly token: SecretValue;
  readonly clock: Clock;
  /** Default {@link defaultRate}. */
  readonly rate?: LimiterOptions;
}

/**
 * One token and what is known of how the API treats it: the rate and the refusals that everything using it shares. A
 * new token is a new Credential, so nothing that stood against the old one is held against it.
 */
export class Credential {
  readonly token: SecretValue;
  readonly breaker: Breaker;
  readonly #clock: Clock;
  readonly #limiter: Limiter;
  #closedUntil = 0;
  #proven = false;
  #proving: Promise<undefined> | undefined;

  constructor(options: CredentialOptions) {
    this.token = options.token;
    this.#clock = options.clock;
    this.breaker = new Breaker(options.clock);
    this.#limiter = new Limiter(options.clock, options.rate ?? defaultRate);
  }

  /**
   * Makes one call when it may go out, and learns from how it ends. Throws, without calling, the standing refusal
   * (`withheld`) while a circuit is open, and BraintrustThrottled where the API asked for a longer pause than a worker
   * should sit through; else what `call` throws.
   */
  async run<T>(kind: RemoteKindName, verb: Verb, signal: AbortSignal, call: () => Promise<T>): Promise<T> {
    const release = await this.#turn(signal);
    try {
      await this.#admit(kind, verb, signal);
      const value = await call();
      this.#limiter.reward();
      this.breaker.succeeded(kind, verb);
      this.#proven = true;
      return value;
    } catch (error) {
      if (error instanceof BraintrustError && !error.withheld) this.#failed(kind, verb, error);
      throw error;
    } finally {
      release();
    }
  }

  /** Until one call has been accepted they go one at a time, so that a bad token costs one call and not one a worker. */
  async #turn(signal: AbortSignal): Promise<() => void> {
    while (!this.#proven && this.#proving !== undefined) {
      await this.#proving;
      signal.throwIfAborted();
    }
    if (this.#proven) return () => undefined;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.#proving = promise;
    return () => {
      this.#proving = undefined;
      resolve(undefined);
    };
  }

  async #admit(kind: RemoteKindName, verb: Verb, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const left = this.#closedUntil - this.#clock.monotonic();
    if (left > longestHoldMs) {
      throw new BraintrustError('BraintrustThrottled', 'The API asked for a pause that has not passed yet', {
        status: 429,
        retryAfterMs: left,
        withheld: true,
      });
    }
    const generation = this.breaker.generation;
    const standing = this.breaker.refusal(kind, verb);
    if (standing !== undefined) throw withheld(standing);
    await this.#limiter.take(signal);
    // The wait may have been long, and those ahead may have been refused meanwhile.
    const since = this.breaker.refusedSince(generation, kind, verb);
    if (since !== undefined) throw withheld(since);
  }

  #failed(kind: RemoteKindName, verb: Verb, error: BraintrustError): void {
    if (error.code === 'BraintrustThrottled') {
      const pause = error.retryAfterMs ?? defaultPenaltyMs;
      this.#limiter.penalise(pause);
      this.#closedUntil = Math.max(this.#closedUntil, this.#clock.monotonic() + pause);
      return;
    }
    this.breaker.failed(kind, verb, error);
  }
}

function withheld({ error, retryAfterMs }: Refusal): BraintrustError {
  return new BraintrustError(error.code, error.message, {
    next: error.next,
    retryAfterMs,
    withheld: true,
    ...(error.status === undefined ? {} : { status: error.status }),
  });
}
