import { describe, expect, it } from 'vitest';
import { httpProbe } from '../../../src/dataplane/probe.ts';
import { planeSimulator, type PlaneSimulator } from '../../../src/simulator/plane/simulator.ts';
import { playWorkloads } from '../../../src/simulator/workloads/play.ts';
import { key, planeCluster, type Cluster } from '../../dataplane/support/cluster.ts';

const minute = 60_000;

interface Running {
  readonly cluster: Cluster;
  readonly plane: PlaneSimulator;
  /** Passes of the engine until the plane is Ready at the version. */
  readonly until: (version: string) => Promise<void>;
}

async function running(version: string, podStopMs: number): Promise<Running> {
  const cluster = await planeCluster({ version });
  const { clock, simulator } = cluster;
  const { signal } = new AbortController();
  void playWorkloads({ transport: simulator.handle, clock, podStartMs: 3_000, podStopMs, signal });
  const plane = planeSimulator({ transport: simulator.handle, namespace: 'acme', clock });
  const engine = cluster.engine({ probe: httpProbe({ clock, transportFor: () => plane.handle }) });
  return {
    cluster,
    plane,
    until: async (wanted) => {
      for (let pass = 0; pass < 300; pass += 1) {
        await clock.run(engine.reconcile(key, signal), minute);
        const { status } = await cluster.plane();
        if (status?.phase === 'Ready' && status.currentVersion === wanted) return;
        await clock.advance(1_000);
      }
      throw new Error(`never Ready at ${wanted}: ${JSON.stringify((await cluster.plane()).status)}`);
    },
  };
}

describe('a plane that is really rolled out', () => {
  it(
    'gets Ready, and upgrades without one failed query, however slowly its old pods stop',
    { timeout: 30_000 },
    async () => {
      const { cluster, plane, until } = await running('2.8.0', 20_000);
      await until('2.8.0');
      const asking = new AbortController();
      const request = { method: 'POST', path: '/btql', body: '{"query":"select: 1"}' } as const;
      const customer = (async (): Promise<void> => {
        while (!asking.signal.aborted) {
          await plane.handle(request, new AbortController().signal);
          await cluster.clock.sleep(700, asking.signal).catch(() => undefined);
        }
      })();
      const before = plane.log.entries.length;
      await cluster.declare({ version: '2.9.0' });
      await until('2.9.0');
      asking.abort();
      await customer;
      const since = plane.log.entries.slice(before);
      expect(since.filter(({ failure }) => failure !== undefined)).toEqual([]);
      expect(new Set(since.map(({ apiVersion }) => apiVersion))).toEqual(new Set(['2.8.0', '2.9.0']));
      expect(new Set(since.flatMap(({ brainstoreVersions }) => brainstoreVersions))).toEqual(
        new Set(['2.8.0', '2.9.0']),
      );
    },
  );
});
