import { CountedWorld } from '../counted-world.ts';
import { mixedFleet, projectsWithVariables, providersWithSecrets, type Item } from '../fleet.ts';
import { line, type Line } from '../measure.ts';

const size = 1000;
const resyncMs = 600_000;

/** What a thousand resources cost in calls, on the virtual clock: the same on every machine. */
export async function measureCounts(): Promise<readonly Line[]> {
  return [...(await noChange()), ...(await creation())];
}

async function noChange(): Promise<readonly Line[]> {
  return within(mixedFleet(size), async (counted) => {
    await counted.converge();
    const pass = await counted.during(resyncMs);
    const variableLists = projectsWithVariables(size);
    // The organization itself, and of the two kinds that are listed as a whole a page and the empty one after it.
    const pages = 1 + 2 * 2;
    return [
      line('no change, 1,000 objects, 10 min: admin calls', pass.adminReads, { atMost: pages + variableLists }),
      line('… of these, lists of variables (one a project)', pass.admin['GET /v1/env_var'] ?? 0, {
        atMost: variableLists,
      }),
      line('… Kubernetes lists and watches opened', pass.kubeListsAndWatches),
      line('… Secret reads (the token)', pass.secretReads, { atMost: 1 }),
      line('… writes to either API', pass.adminWrites + pass.kubeWrites, { atMost: 0 }),
    ];
  });
}

async function creation(): Promise<readonly Line[]> {
  return within(providersWithSecrets(size), async (counted) => {
    const made = await counted.converge();
    const after = await counted.during(resyncMs);
    return [
      line('1,000 new AIProviders: Secret reads', made.secretReads, { atMost: size }),
      line('… admin writes', made.adminWrites, { atMost: size }),
      line('… Kubernetes writes, Events among them', made.kubeWrites, { atMost: 2 * size }),
      line('… writes in the ten minutes after', after.adminWrites + after.kubeWrites, { atMost: 0 }),
    ];
  });
}

async function within(
  items: readonly Item[],
  measure: (counted: CountedWorld) => Promise<readonly Line[]>,
): Promise<readonly Line[]> {
  const counted = new CountedWorld();
  try {
    await counted.begin();
    await counted.declare(items);
    return await measure(counted);
  } finally {
    await counted.world.stop();
  }
}
