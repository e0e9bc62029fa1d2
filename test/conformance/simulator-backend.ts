import { afterAll } from 'vitest';
import { systemClock } from '../../src/runtime/clock.ts';
import { seededRandomness } from '../../src/runtime/randomness.ts';
import { serve, type Served } from '../../src/simulator/http-server.ts';
import { kubeSimulator } from '../../src/simulator/kube/simulator.ts';
import type { Backend } from './backend.ts';

/** A stand-in of its own for each `describe`, on the machine's clock, with a namespace's end hurried. */
export function simulatorBackend(): Backend {
  const randomness = seededRandomness(1);
  const simulator = kubeSimulator({
    clock: systemClock,
    randomness,
    namespaceTimes: { contentAfter: 200, goneAfter: 100 },
  });
  const servers: Served[] = [];
  afterAll(async () => {
    simulator.close();
    for (const server of servers) await server.close();
  });
  let count = 0;
  return {
    transport: simulator.handle,
    newNamespace: async (prefix) => {
      count += 1;
      const name = `${prefix}-${count}`;
      const body = JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
      await simulator.handle({ method: 'POST', path: '/api/v1/namespaces', body }, new AbortController().signal);
      return name;
    },
    eventually: async (what, look) => {
      for (let attempt = 0; attempt < 200; attempt += 1) {
        const found = await look();
        if (found !== undefined) return found;
        await systemClock.sleep(25);
      }
      throw new Error(`${what} did not happen`);
    },
    address: async () => {
      const served = await serve(simulator.handle, { randomness });
      servers.push(served);
      return { server: served.url };
    },
  };
}
