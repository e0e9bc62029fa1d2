import { isPlainObject } from '../runtime/canonical-json.ts';
import { systemClock, type Clock } from '../runtime/clock.ts';
import { httpTransport } from '../runtime/http-transport.ts';
import type { Transport, WireResponse } from '../runtime/transport.ts';
import { CloudFailure, cloudFailureOf } from './failure.ts';

export interface RestRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly body?: unknown;
}

/** Calls an API that takes and gives JSON, as whoever is signed in. Resolves with the parsed answer. */
export type RestCall = (request: RestRequest, signal: AbortSignal) => Promise<unknown>;

/** A token to call with, read anew for each call: the identity libraries keep and renew it. */
export type TokenSource = (url: string) => Promise<string>;

/** The network, or what stands in for it in a test. */
export interface Network {
  /** @param origin `https://secretmanager.googleapis.com` */
  readonly to: (origin: string) => Transport;
  readonly clock: Clock;
}

const attempts = 4;

/** The real network, through the proxies that the environment names. */
export function realNetwork(proxyEnv: Readonly<Record<string, string | undefined>>): Network {
  const transports = new Map<string, Transport>();
  const to = (origin: string): Transport => {
    const known = transports.get(origin);
    if (known !== undefined) return known;
    const made = httpTransport({ baseUrl: origin, clock: systemClock, proxyEnv });
    transports.set(origin, made);
    return made;
  };
  return { to, clock: systemClock };
}

/** @throws CloudFailure with what the cloud said; 429 and 5xx answers to GETs are tried again first. */
export function restCall(token: TokenSource, { to, clock }: Network): RestCall {
  return async ({ method, url, body }, signal) => {
    const { origin, host, pathname, searchParams } = new URL(url);
    const call = `${method} ${host}${pathname}`;
    const query = Object.fromEntries([...new Set(searchParams.keys())].map((key) => [key, searchParams.getAll(key)]));
    for (let attempt = 1; ; attempt += 1) {
      const answer = await failingAs(call, signal, async (): Promise<WireResponse> => {
        const headers = { authorization: `Bearer ${await token(url)}`, 'content-type': 'application/json' };
        const sent = body === undefined ? {} : { body: JSON.stringify(body) };
        return to(origin)({ method, path: pathname, query, headers, ...sent }, signal);
      });
      if (answer.status < 300) return answer.body === '' ? {} : parsed(answer.body, call);
      const again = method === 'GET' && (answer.status === 429 || answer.status >= 500) && attempt < attempts;
      if (!again) throw refusal(answer.status, answer.body, call);
      await clock.sleep(1000 * 2 ** (attempt - 1), signal);
    }
  };
}

async function failingAs<T>(call: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    signal.throwIfAborted();
    throw cloudFailureOf(error, call);
  }
}

function parsed(text: string, call: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CloudFailure('refused', 'NotJson', `${call}: the answer is no JSON; something stands in between.`, {
      cause: error,
    });
  }
}

/**
 * Google says `{error: {status, message, details: [{reason}]}}`, Azure `{error: {code, message}}`; Key Vault says
 * `Forbidden` to many things, and which one in `innererror`.
 */
function refusal(status: number, text: string, call: string): CloudFailure {
  const { error } = safely(text);
  const { code: outer, status: word, message, details, innererror } = isPlainObject(error) ? error : {};
  const code = outer === 'Forbidden' && isPlainObject(innererror) ? innererror['code'] : outer;
  const reasons = Array.isArray(details) ? details : [];
  const reason = reasons.flatMap((one) =>
    isPlainObject(one) && typeof one['reason'] === 'string' ? [one['reason']] : [],
  );
  const name = reason[0] ?? (typeof word === 'string' ? word : typeof code === 'string' ? code : String(status));
  const said = typeof message === 'string' ? message : `the answer was ${status}`;
  return cloudFailureOf(Object.assign(new Error(said), { name, status }), call);
}

function safely(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return isPlainObject(value) ? value : {};
  } catch {
    return {};
  }
}
