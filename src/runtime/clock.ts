/**
 * Time as an argument. Nothing else in `src` may read a clock or set a timer: tests and the fault sweep pass a virtual
 * clock and decide what time it is.
 */
export interface Clock {
  /** Wall-clock time in milliseconds since the epoch. May jump; never measure durations with it. */
  now(): number;
  /** Milliseconds on a scale that never goes back. Only differences mean anything. */
  monotonic(): number;
  /**
   * Resolves after `ms` milliseconds; rejects with the signal's reason when it is aborted first.
   * A sleep keeps the process alive.
   */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/* eslint-disable no-restricted-globals, no-restricted-properties -- the one place that touches the machine's clock */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(abortReason(signal));
        return;
      }
      const onAbort = (): void => {
        clearTimeout(timer);
        if (signal !== undefined) reject(abortReason(signal));
      };
      const timer = setTimeout(
        () => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        },
        Math.max(0, ms),
      );
      signal?.addEventListener('abort', onAbort, { once: true });
    }),
};
/* eslint-enable no-restricted-globals, no-restricted-properties */

/** The reason of an aborted signal as an Error, whatever was passed to `abort()`. */
export function abortReason(signal: AbortSignal): Error {
  const reason: unknown = signal.reason;
  return reason instanceof Error ? reason : new Error('aborted', { cause: reason });
}

/** A wall-clock instant as RFC 3339 with whole seconds, as Kubernetes writes `metav1.Time`. */
export function rfc3339(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d{3}Z$/, 'Z');
}
