import { PlanewrightError } from '../runtime/errors.ts';
import type { Transport } from '../runtime/transport.ts';
import type { Leadership } from './lease.ts';

/**
 * Lets nothing that writes pass when this process may no longer lead: neither after leadership was lost, nor when the
 * lease has run out by our own clock though no timer has told yet (a process that stood still). What is under way is
 * aborted with the leadership. Reads pass always. Fits any transport, also one to another API.
 */
export function fencedTransport(transport: Transport, leadership: Leadership): Transport {
  return async (request, signal) => {
    if (request.method === 'GET' || request.method === 'HEAD') return transport(request, signal);
    if (!leadership.isHeld()) {
      throw new PlanewrightError(
        'LeadershipLost',
        `${request.method} ${request.path} was held back: another may lead.`,
      );
    }
    return transport(request, AbortSignal.any([signal, leadership.signal]));
  };
}
