import { restCall, type RestCall } from '../../../src/clouds/rest.ts';
import { systemClock } from '../../../src/runtime/clock.ts';

export interface RestAsked {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Readonly<Record<string, unknown>>;
}

/** An answer, or an error as the API's reference gives it. */
export type RestReply = { readonly status: number; readonly body: unknown } | undefined;
export type RestReplies = (asked: RestAsked) => RestReply;

/** The real caller of the clouds' REST APIs over a network that answers from a table; it holds a token to look for. */
export function restStandIn(replies: RestReplies): { readonly call: RestCall; readonly asked: RestAsked[] } {
  const asked: RestAsked[] = [];
  const network = {
    clock: systemClock,
    to: (origin: string) => (request: { method: string; path: string; query?: RestAsked['query']; body?: string }) => {
      const one: RestAsked = {
        method: request.method,
        host: new URL(origin).hostname,
        path: request.path,
        query: request.query ?? {},
        body: request.body === undefined ? {} : (JSON.parse(request.body) as Record<string, unknown>),
      };
      asked.push(one);
      const { status, body } = replies(one) ?? {
        status: 404,
        body: { error: { code: 404, status: 'NOT_FOUND', message: `no ${one.path}` } },
      };
      return Promise.resolve({ status, headers: {}, body: typeof body === 'string' ? body : JSON.stringify(body) });
    },
  };
  return { call: restCall(() => Promise.resolve('canary-of-the-token'), network), asked };
}

export function ok(body: unknown): RestReply {
  return { status: 200, body };
}
