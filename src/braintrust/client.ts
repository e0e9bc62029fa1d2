import { backoffDelay } from '../runtime/backoff.ts';
import { abortReason, type Clock } from '../runtime/clock.ts';
import { sentenceOf } from '../runtime/errors.ts';
import type { Randomness } from '../runtime/randomness.ts';
import { TransportError, type Transport, type WireRequest, type WireResponse } from '../runtime/transport.ts';
import type { RemoteKindName, Verb } from './breaker.ts';
import { BraintrustError, classifyAnswer } from './braintrust-error.ts';
import type { Credential } from './credential.ts';
import { jsonAnswer } from './json-answer.ts';
import { followRedirects } from './redirects.ts';

export interface AdminClientOptions {
  readonly transport: Transport;
  readonly credential: Credential;
  readonly clock: Clock;
  readonly randomness: Randomness;
  /** A transport to another origin (`https://host[:port]`), for answers that lie in an object store. Without it such an answer is an error. */
  readonly transportTo?: (origin: string) => Transport;
}

export interface AdminRequest {
  readonly kind: RemoteKindName;
  readonly verb: Verb;
  readonly method: WireRequest['method'];
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[]>>;
  /** May hold secrets: it goes onto the wire and into no message. */
  readonly body?: Readonly<Record<string, unknown>>;
}

export interface AdminAnswer {
  readonly json: unknown;
  /** The row existed before a POST or PUT (`x-bt-found-existing`); undefined where the API did not say. */
  readonly foundExisting?: boolean;
}

/** Reads are tried this often before the caller learns of a passing failure; writes once, because it must decide anew. */
const readAttempts = 3;
const readBackoff = { first: 500, cap: 5_000 };
/** A read waits itself for no longer pause than this. */
const longestPauseMs = 15_000;

/** Speaks JSON with the vendor's admin API under one credential. Throws {@link BraintrustError} or the signal's reason. */
export class AdminClient {
  readonly #options: AdminClientOptions;

  constructor(options: AdminClientOptions) {
    this.#options = options;
  }

  get credential(): Credential {
    return this.#options.credential;
  }

  async send(request: AdminRequest, signal: AbortSignal): Promise<AdminAnswer> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#once(request, signal);
      } catch (error) {
        if (attempt >= readAttempts || !mayRepeat(request, error)) throw error;
        const pause = Math.max(error.retryAfterMs ?? 0, backoffDelay(readBackoff, attempt, this.#options.randomness));
        if (pause > longestPauseMs) throw error;
        await this.#options.clock.sleep(pause, signal);
      }
    }
  }

  async #once(request: AdminRequest, signal: AbortSignal): Promise<AdminAnswer> {
    const what = `${request.method} ${request.path}`;
    const { credential, clock, transport, transportTo } = this.#options;
    return credential.run(request.kind, request.verb, signal, async () => {
      const first = await this.#answer(transport, this.#wire(request), what, signal);
      const answer = await followRedirects(
        request.method,
        first,
        what,
        { here: transport, to: transportTo },
        (to, wire) => this.#answer(to, wire, what, signal),
      );
      if (answer.status < 200 || answer.status > 299) throw classifyAnswer(answer, what, clock.now());
      const existing = first.headers['x-bt-found-existing'];
      return {
        json: jsonAnswer(answer, what),
        ...(existing === undefined ? {} : { foundExisting: existing === 'true' || existing === '1' }),
      };
    });
  }

  #wire(request: AdminRequest): WireRequest {
    return {
      method: request.method,
      path: request.path,
      ...(request.query === undefined ? {} : { query: request.query }),
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${this.#options.credential.token.reveal()}`,
        ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
    };
  }

  async #answer(transport: Transport, wire: WireRequest, what: string, signal: AbortSignal): Promise<WireResponse> {
    try {
      return await transport(wire, signal);
    } catch (error) {
      if (signal.aborted) throw abortReason(signal);
      if (!(error instanceof TransportError)) throw error;
      throw new BraintrustError(
        'BraintrustUnreachable',
        `${what}: no answer (${error.failure}): ${sentenceOf(error)}`,
        {
          cause: error,
        },
      );
    }
  }
}

function mayRepeat(request: AdminRequest, error: unknown): error is BraintrustError {
  if (request.method !== 'GET' || !(error instanceof BraintrustError)) return false;
  return error.retry === 'soon' && !error.withheld && error.code !== 'BraintrustUnexpectedAnswer';
}
