import { abortReason } from '../../runtime/clock.ts';
import type { WireResponse } from '../../runtime/transport.ts';

export function jsonAnswer(status: number, body: unknown, type = 'application/json'): WireResponse {
  return { status, headers: { 'content-type': type }, body: JSON.stringify(body) };
}

/** What a proxy says that stands in between. */
export const garbage: WireResponse = {
  status: 200,
  headers: { 'content-type': 'text/html' },
  body: '<html><body>Sign in to the network</body></html>',
};

/** No answer at all, until whoever asked gives up. */
export function silence(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(abortReason(signal));
    signal.addEventListener('abort', () => reject(abortReason(signal)), { once: true });
  });
}
