import type { Clock } from '../../src/runtime/clock.ts';
import { AdminClient } from '../../src/braintrust/client.ts';
import { Credential } from '../../src/braintrust/credential.ts';
import { seededRandomness } from '../../src/runtime/randomness.ts';
import { SecretValue } from '../../src/runtime/secret-value.ts';
import type { Transport, WireRequest, WireResponse } from '../../src/runtime/transport.ts';

/** A clock on which a sleep takes no time but moves the time. */
export interface LeapingClock extends Clock {
  advance(ms: number): void;
}

export function leapingClock(start = Date.parse('2026-01-01T00:00:00Z')): LeapingClock {
  let time = start;
  return {
    now: () => time,
    monotonic: () => time - start,
    sleep: (ms, signal) => {
      signal?.throwIfAborted();
      time += ms;
      return Promise.resolve();
    },
    advance: (ms) => {
      time += ms;
    },
  };
}

export function answer(status: number, body: unknown, headers: Record<string, string> = {}): WireResponse {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: text };
}

export type Reply = WireResponse | Error | ((request: WireRequest) => WireResponse | Promise<WireResponse>);

/** An API that answers from a script: one reply for each call, the last one for ever. */
export function scripted(...replies: readonly Reply[]): { transport: Transport; calls: WireRequest[] } {
  const calls: WireRequest[] = [];
  const transport: Transport = async (request) => {
    const reply = replies[Math.min(calls.length, replies.length - 1)];
    calls.push(request);
    if (reply instanceof Error) throw reply;
    if (typeof reply === 'function') return reply(request);
    if (reply === undefined) throw new Error('no reply was scripted');
    return Promise.resolve(reply);
  };
  return { transport, calls };
}

export const canary = 'bt-st-canary0000';

export function clientOver(
  transport: Transport,
  clock: Clock,
  transportTo?: (origin: string) => Transport,
): AdminClient {
  const credential = new Credential({
    token: new SecretValue(canary),
    clock,
    rate: { perSecond: Infinity, burst: 1 },
  });
  return new AdminClient({
    transport,
    credential,
    clock,
    randomness: seededRandomness(1),
    ...(transportTo === undefined ? {} : { transportTo }),
  });
}

export const never = new AbortController().signal;

export async function failureOf(work: Promise<unknown>): Promise<Error> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('expected a failure');
}
