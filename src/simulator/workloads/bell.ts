import { abortScope, type AbortScope } from '../../runtime/abort.ts';
import type { Clock } from '../../runtime/clock.ts';

/** Wakes whoever waits, or the next to wait: a ring is never lost, and many rings are one. */
export interface Bell {
  ring(): void;
  /** Resolves at a ring, after `ms` milliseconds (never, where that is undefined), or when the signal is aborted. */
  wait(clock: Clock, ms: number | undefined, signal: AbortSignal): Promise<void>;
}

export function bell(): Bell {
  let rung = false;
  let waiting: AbortScope | undefined;
  return {
    ring: () => {
      rung = true;
      waiting?.abort(new Error('rung'));
    },
    wait: async (clock, ms, signal) => {
      if (!rung) {
        const scope = abortScope(signal);
        waiting = scope;
        await (ms === undefined ? aborted(scope.signal) : clock.sleep(ms, scope.signal)).catch(() => undefined);
        waiting = undefined;
        scope.release();
      }
      rung = false;
    },
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
