import type { Transport, WireRequest, WireResponse } from '../runtime/transport.ts';
import { BraintrustError } from './braintrust-error.ts';

const longestChain = 3;

/**
 * Large answers may lie in an object store behind a signed URL (303, or 307 to a GET). It is fetched with GET and
 * without the token: the signature is the right to read, and a store refuses two credentials. A 307 or 308 to anything
 * else than a read is refused, because following it would hand the body to another host.
 */
export async function followRedirects(
  method: WireRequest['method'],
  first: WireResponse,
  what: string,
  transports: { readonly here: Transport; readonly to?: ((origin: string) => Transport) | undefined },
  fetch: (transport: Transport, request: WireRequest) => Promise<WireResponse>,
): Promise<WireResponse> {
  let answer = first;
  for (let hops = 0; answer.status >= 300 && answer.status < 400; hops++) {
    const location = answer.headers['location'];
    if (location === undefined || hops === longestChain) throw refused(what, answer, 'a redirect that leads nowhere');
    if (answer.status !== 303 && method !== 'GET') throw refused(what, answer, 'a redirect of a write');
    if (location.startsWith('/') && !location.startsWith('//')) {
      const local = new URL(location, 'https://here.invalid');
      answer = await fetch(transports.here, reading(local));
      continue;
    }
    const url = URL.parse(location);
    if (url === null) throw refused(what, answer, 'a redirect without a host');
    const loopback = url.hostname === 'localhost' || url.hostname === '127.0.0.1' || url.hostname === '[::1]';
    if (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopback)) {
      throw refused(what, answer, 'a redirect away from https');
    }
    if (url.username !== '' || url.password !== '') throw refused(what, answer, 'a redirect with a user name');
    if (transports.to === undefined) throw refused(what, answer, 'a redirect to another host');
    answer = await fetch(transports.to(url.origin), reading(url));
  }
  return answer;
}

function reading(url: URL): WireRequest {
  return { method: 'GET', path: url.pathname, query: queryOf(url), headers: { accept: 'application/json' } };
}

function queryOf(url: URL): Record<string, readonly string[]> {
  const query: Record<string, string[]> = {};
  for (const [key, value] of url.searchParams) (query[key] ??= []).push(value);
  return query;
}

function refused(what: string, answer: WireResponse, why: string): BraintrustError {
  return new BraintrustError('BraintrustUnexpectedAnswer', `${what}: HTTP ${answer.status}, ${why}`, {
    status: answer.status,
  });
}
