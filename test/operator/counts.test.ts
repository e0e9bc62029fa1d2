import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CountedWorld } from '../bench/counted-world.ts';
import { mixedFleet, projectsWithVariables, providersWithSecrets } from '../bench/fleet.ts';

const size = 1000;
const tenMinutes = 600_000;

// A whole operator and both stand-ins in one thread: seconds of work, and more where other tests run beside.
describe('a thousand resources', { timeout: 60_000 }, () => {
  let counted: CountedWorld;
  beforeEach(async () => {
    counted = new CountedWorld();
    await counted.begin();
  });
  afterEach(async () => {
    await counted.world.stop();
    expect(counted.world.failures).toEqual([]);
  });

  it('cost a resync the pages of the lists, one list for each project with variables, and no write', async () => {
    await counted.declare(mixedFleet(size));
    await counted.converge();
    const pass = await counted.during(tenMinutes);
    expect(pass.admin).toEqual({
      'GET /v1/organization': 1,
      // One page holds them all; the empty one after it says so.
      'GET /v1/project': 2,
      'GET /v1/ai_secret': 2,
      'GET /v1/env_var': projectsWithVariables(size),
    });
    expect(pass).toMatchObject({ adminWrites: 0, kubeWrites: 0, eventsWritten: 0 });
    // The token's, not those of the resources.
    expect(pass.secretReads).toBeLessThanOrEqual(1);
    // Watches end by themselves every five to ten minutes: one each for five kinds, namespaces and Secrets.
    expect(pass.kubeListsAndWatches).toBeLessThanOrEqual(2 * 7);
  });

  it('that are new provider keys cost one read of the Secret, one admin write and two Kubernetes writes each', async () => {
    await counted.declare(providersWithSecrets(size));
    const creation = await counted.converge();
    expect(creation.secretReads).toBe(size);
    expect(creation.adminWrites).toBe(size);
    expect(creation.kubeWrites).toBe(2 * size);
    expect(creation.eventsWritten).toBe(0);
    expect(creation.adminReads).toBeLessThanOrEqual(2);
    expect(await counted.during(tenMinutes)).toMatchObject({ adminWrites: 0, kubeWrites: 0 });
  });
});
