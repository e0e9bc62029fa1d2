import { setTimeout as sleep } from 'node:timers/promises';
import type { World } from './world.ts';

const body = JSON.stringify({ query: 'select: 1', fmt: 'json' });

/** Asks the plane again and again, as its users do, until it is told to stop; gives what came back, as `200` or `500`. */
export function keepQuerying(world: World): () => Promise<readonly number[]> {
  const statuses: number[] = [];
  const stop = new AbortController();
  const asking = (async () => {
    while (!stop.signal.aborted) {
      const { status } = await world.plane.handle(
        { method: 'POST', path: '/btql', body },
        new AbortController().signal,
      );
      statuses.push(status);
      await sleep(100);
    }
  })();
  return async () => {
    stop.abort();
    await asking;
    return statuses;
  };
}
