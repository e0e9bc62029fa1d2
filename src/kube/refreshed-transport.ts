import type { Clock } from '../runtime/clock.ts';
import type { Transport } from '../runtime/transport.ts';

/** A credential is asked for anew at most this often, in milliseconds: a plugin may be slow, or open a browser. */
const refreshMs = 10_000;

/**
 * Sends a request once more after 401, when `refresh` has got another credential meanwhile: tokens are rotated on disk and
 * plugins' credentials revoked while we hold the old one. A refused request did nothing, so any method may be repeated.
 *
 * @param refresh whether there is another credential now. Requests that are refused together ask once.
 */
export function refreshedTransport(transport: Transport, clock: Clock, refresh: () => Promise<boolean>): Transport {
  let last: { readonly at: number; readonly renewed: Promise<boolean> } | undefined;
  return async (request, signal) => {
    const startedAt = clock.monotonic();
    const response = await transport(request, signal);
    if (response.status !== 401) return response;
    if (last === undefined || clock.monotonic() - last.at >= refreshMs) {
      last = { at: clock.monotonic(), renewed: refresh() };
    } else if (last.at < startedAt) {
      // Sent with the newest credential that can be had now.
      return response;
    }
    return (await last.renewed) ? transport(request, signal) : response;
  };
}
