import { setTimeout as sleep } from 'node:timers/promises';
import type { World } from './world.ts';

/** Asks the plane again and again, as its users do, until it is told to stop; gives what came back, as `200` or `500`. */
export function keepQuerying(world: World): () => Promise<readonly number[]> {
  const statuses: number[] = [];
  let stopping = false;
  const asking = (async () => {
    while (!stopping) {
      const path = `/braintrust-api.${world.namespace}/btql`;
      const { status } = await world.plane.handle({ method: 'POST', path, body: '{}' }, new AbortController().signal);
      statuses.push(status);
      await sleep(100);
    }
  })();
  return async () => {
    stopping = true;
    await asking;
    return statuses;
  };
}
