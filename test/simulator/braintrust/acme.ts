import type { Clock } from '../../../src/runtime/clock.ts';
import { seededRandomness } from '../../../src/runtime/randomness.ts';
import type { WireRequest, WireResponse } from '../../../src/runtime/transport.ts';
import type { BraintrustProfile } from '../../../src/simulator/braintrust/profile.ts';
import type { Row } from '../../../src/simulator/braintrust/row.ts';
import { braintrustSimulator, type BraintrustSimulator } from '../../../src/simulator/braintrust/simulator.ts';
import type { OrganizationOptions } from '../../../src/simulator/braintrust/world.ts';

const operator = { name: 'operator', email: 'operator@service.test', kind: 'service' } as const;
export const dana = { name: 'Dana', email: 'dana@acme.test', kind: 'person' } as const;
export const operatorToken = 'bt-st-operator';

interface Answer extends WireResponse {
  /** The body as an object; a text body is `{ id: '', text }`. */
  readonly row: Row;
  readonly objects: readonly Row[];
}

export interface Acme {
  readonly simulator: BraintrustSimulator;
  readonly call: (
    method: WireRequest['method'],
    path: string,
    options?: { body?: unknown; query?: WireRequest['query']; headers?: Record<string, string>; token?: string | null },
  ) => Promise<Answer>;
  readonly wait: (ms: number) => void;
}

/** One organization, `acme`, that the operator owns, on a clock that moves only by `wait` and by sleeping. */
export function acme(
  profile: Partial<BraintrustProfile> = {},
  organizations: readonly OrganizationOptions[] = [{ name: 'acme' }],
): Acme {
  let now = Date.UTC(2026, 0, 1);
  const clock: Clock = {
    now: () => now,
    monotonic: () => now,
    sleep: (ms) => {
      now += ms;
      return Promise.resolve();
    },
  };
  const names = organizations.map((one) => one.name);
  const simulator = braintrustSimulator({
    clock,
    randomness: seededRandomness(1),
    organizations,
    tokens: [{ value: operatorToken, account: operator, organizations: names }],
    profile,
  });
  return {
    simulator,
    wait: (ms) => {
      now += ms;
    },
    call: async (method, path, { body, query, headers, token = operatorToken } = {}) => {
      const response = await simulator.handle(
        {
          method,
          path,
          headers: {
            ...(token === null ? {} : { authorization: `Bearer ${token}` }),
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
            ...headers,
          },
          ...(query === undefined ? {} : { query }),
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        },
        new AbortController().signal,
      );
      const json = response.headers['content-type'] === 'application/json';
      const row = json ? (JSON.parse(response.body) as Row) : { id: '', text: response.body };
      return { ...response, row, objects: (row['objects'] ?? []) as unknown as readonly Row[] };
    },
  };
}
