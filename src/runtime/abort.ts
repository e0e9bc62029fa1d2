import { abortReason, type Clock } from './clock.ts';

/** One node of the abort tree: process → leadership → controller → reconcile → request. */
export interface AbortScope {
  readonly signal: AbortSignal;
  /** Aborts this scope and all below it; the parent goes on. */
  abort(reason: Error): void;
  /** Lets go of the parent. Call it when the work is done, else the parent keeps a listener. */
  release(): void;
}

export function abortScope(parent?: AbortSignal): AbortScope {
  const controller = new AbortController();
  const follow = (): void => {
    if (parent !== undefined) controller.abort(abortReason(parent));
  };
  if (parent?.aborted === true) follow();
  else parent?.addEventListener('abort', follow, { once: true });
  return {
    signal: controller.signal,
    abort: (reason) => controller.abort(reason),
    release: () => parent?.removeEventListener('abort', follow),
  };
}

export class DeadlineExceeded extends Error {
  override readonly name = 'DeadlineExceeded';
  constructor(what: string, ms: number) {
    super(`${what} did not finish within ${ms / 1000} s`);
  }
}

/** Runs `work` under a child signal that is aborted with {@link DeadlineExceeded} after `ms` milliseconds. */
export async function withDeadline<T>(
  clock: Clock,
  ms: number,
  what: string,
  parent: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const scope = abortScope(parent);
  const timer = abortScope(parent);
  void clock.sleep(ms, timer.signal).then(
    () => scope.abort(new DeadlineExceeded(what, ms)),
    () => undefined, // the timer was stopped because the work ended first, or the parent was aborted, which `scope` follows
  );
  try {
    return await work(scope.signal);
  } finally {
    timer.abort(new Error('work ended'));
    timer.release();
    scope.release();
  }
}
