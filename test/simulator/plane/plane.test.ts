import { describe, expect, it } from 'vitest';
import { httpProbe } from '../../../src/dataplane/probe.ts';
import type { WireRequest } from '../../../src/runtime/transport.ts';
import { planeSimulator, type PlaneSimulator } from '../../../src/simulator/plane/simulator.ts';
import { podBehaviour } from '../../../src/simulator/workloads/kubelet.ts';
import { isTerminating } from '../../../src/simulator/workloads/objects.ts';
import {
  deploymentOf,
  deploymentsPath,
  podStopMs,
  testCluster,
  versionOf,
  type TestCluster,
} from '../workloads/cluster.ts';

const minute = 60_000;
const parts = ['brainstore-reader', 'brainstore-writer', 'braintrust-api'] as const;
type Name = (typeof parts)[number];

interface TestPlane {
  readonly cluster: TestCluster;
  readonly plane: PlaneSimulator;
  readonly ask: (
    method: WireRequest['method'],
    path: string,
    body?: object,
  ) => Promise<{ status: number; body: string }>;
  /** Rolls one part to a version, to the end. */
  readonly roll: (name: Name, version: string) => Promise<void>;
}

function testPlane(): TestPlane {
  const cluster = testCluster();
  const plane = planeSimulator({ transport: cluster.simulator.handle, namespace: 'default', clock: cluster.clock });
  return {
    cluster,
    plane,
    ask: (method, path, body) =>
      plane.handle({ method, path, ...(body && { body: JSON.stringify(body) }) }, new AbortController().signal),
    roll: async (name, version) => {
      const there = cluster.simulator.objects('apps/deployments').some(({ metadata }) => metadata.name === name);
      const body = deploymentOf(version, { replicas: 2 }, { name });
      await (there
        ? cluster.send('PUT', `${deploymentsPath}/${name}`, body)
        : cluster.send('POST', deploymentsPath, body));
      expect(await cluster.clock.runUntil(() => cluster.settled(name), minute)).toBe(true);
    },
  };
}

/** All three parts at a version, and no pod of another left. */
async function planeAt(version: string): Promise<TestPlane> {
  const world = testPlane();
  for (const name of parts) await world.roll(name, version);
  await world.cluster.clock.advance(podStopMs);
  return world;
}

const one = { query: 'select: 1', fmt: 'json' };

describe('a plane', () => {
  it('satisfies the probe: it says the version of its API pods, and a query works', async () => {
    const { cluster, plane } = await planeAt('v2.9.0');
    const probe = httpProbe({ clock: cluster.clock, transportFor: () => plane.handle });
    expect(await probe({ namespace: 'default' }, new AbortController().signal)).toEqual({
      version: { state: 'present', value: '2.9.0' },
      query: { state: 'present', value: { works: true } },
    });
  });

  it('answers what it is on every route', async () => {
    const { ask } = await planeAt('v2.9.0');
    for (const path of ['/', '/ping', '/status']) expect((await ask('GET', path)).status).toBe(200);
    for (const path of ['/version', '/brainstore/version', '/migration-version']) {
      expect(JSON.parse((await ask('GET', path)).body)).toEqual({ version: '2.9.0' });
    }
  });

  it('gives back what was written to it, also through newer pods', async () => {
    const { ask, roll } = await planeAt('v2.8.0');
    const rows = [
      { id: 'a', project_id: 'p', input: 'hello' },
      { project_id: 'p', input: 'again' },
      { project_id: 'q' },
    ];
    const written = JSON.parse((await ask('POST', '/logs3', { rows, api_version: 2 })).body) as { ids: string[] };
    expect(written.ids).toEqual(['a', 'row-1', 'row-2']);
    for (const name of parts) await roll(name, 'v2.9.0');
    const all = await ask('POST', '/btql', { query: "from: project_logs('p') | select: *" });
    expect((JSON.parse(all.body) as { data: unknown[] }).data).toHaveLength(2);
    const found = await ask('POST', '/btql', { query: "select: * | from: project_logs('p') | filter: id = 'a'" });
    expect(JSON.parse(found.body)).toEqual({ data: [rows[0]], cursor: null });
  });

  it('answers 503 until an API pod is ready', async () => {
    const { ask, roll } = testPlane();
    expect((await ask('GET', '/')).status).toBe(503);
    await roll('braintrust-api', 'v2.9.0');
    expect((await ask('GET', '/')).status).toBe(200);
  });

  it('answers 503 to queries without a ready reader, and to writes without a ready writer', async () => {
    const { ask, roll } = testPlane();
    await roll('braintrust-api', 'v2.9.0');
    expect((await ask('POST', '/btql', one)).status).toBe(503);
    await roll('brainstore-reader', 'v2.9.0');
    expect((await ask('POST', '/btql', one)).status).toBe(200);
    expect((await ask('POST', '/logs3', { rows: [] })).status).toBe(503);
    await roll('brainstore-writer', 'v2.9.0');
    expect((await ask('POST', '/logs3', { rows: [] })).status).toBe(200);
  });

  it('fails no query while Brainstore goes first and has gone entirely before the API follows', async () => {
    const { cluster, ask, roll, plane } = await planeAt('v2.8.0');
    const asking = new AbortController();
    const user = (async (): Promise<void> => {
      while (!asking.signal.aborted) {
        await ask('POST', '/btql', one);
        await cluster.clock.sleep(500, asking.signal).catch(() => undefined);
      }
    })();
    await roll('brainstore-reader', 'v2.9.0');
    await roll('brainstore-writer', 'v2.9.0');
    await cluster.clock.advance(podStopMs);
    await roll('braintrust-api', 'v2.9.0');
    asking.abort();
    await user;
    expect(plane.log.failures).toEqual([]);
    expect(plane.log.versions).toEqual(['2.8.0', '2.9.0']);
    expect(plane.log.entries.length).toBeGreaterThan(20);
  });

  it('fails queries, naming both versions, when the API that answers is newer than Brainstore', async () => {
    const { ask, roll, plane } = await planeAt('v2.8.0');
    await roll('braintrust-api', 'v2.9.0');
    const { status, body } = await ask('POST', '/btql', one);
    expect(status).toBe(500);
    expect(body).toMatch(/API pod braintrust-api-\S+ \(2\.9\.0\) is newer .* brainstore-reader-\S+ \(2\.8\.0\)/);
    expect((await ask('GET', '/status')).status).toBe(500);
    expect((await ask('GET', '/')).status).toBe(200);
    expect(plane.log.failures).toEqual([
      expect.objectContaining({ path: '/btql', status: 500, apiVersion: '2.9.0', brainstoreVersions: ['2.8.0'] }),
    ]);
  });

  it('counts old Brainstore pods for as long as they still stop', async () => {
    const { cluster, ask, roll } = await planeAt('v2.8.0');
    const slowly = { annotations: { [podBehaviour.annotation]: 'slow-to-stop', [podBehaviour.stopsAfter]: '1m' } };
    for (const { metadata } of cluster.pods().filter((pod) => pod.metadata.name.startsWith('brainstore-reader'))) {
      await cluster.send('PATCH', `/api/v1/namespaces/default/pods/${metadata.name}`, { metadata: slowly });
    }
    for (const name of parts) await roll(name, 'v2.9.0');
    await cluster.clock.advance(podStopMs);
    expect(cluster.pods().filter(isTerminating).map(versionOf)).toEqual(['v2.8.0', 'v2.8.0']);
    expect((await ask('POST', '/btql', one)).status).toBe(500);
    await cluster.clock.advance(minute);
    expect((await ask('POST', '/btql', one)).status).toBe(200);
  });

  it('remembers the newest version that migrated the database after a rollback', async () => {
    const { ask, roll } = await planeAt('v2.9.0');
    await ask('GET', '/');
    await roll('braintrust-api', 'v2.8.0');
    expect(JSON.parse((await ask('GET', '/version')).body)).toEqual({ version: '2.8.0' });
    expect(JSON.parse((await ask('GET', '/migration-version')).body)).toEqual({ version: '2.9.0' });
  });

  it('gives each API pod its turn, and none that is told to stop', async () => {
    const { cluster, ask, plane } = await planeAt('v2.9.0');
    for (let count = 0; count < 4; count += 1) await ask('GET', '/ping');
    const names = plane.log.entries.map(({ pod }) => pod);
    expect(new Set(names).size).toBe(2);
    await cluster.send('DELETE', `/api/v1/namespaces/default/pods/${names[0] ?? ''}`);
    await ask('GET', '/ping');
    await ask('GET', '/ping');
    expect(plane.log.entries.slice(-2).map(({ pod }) => pod)).toEqual([names[1], names[1]]);
  });

  it('refuses by name what it does not know', async () => {
    const { ask } = await planeAt('v2.9.0');
    const route = await ask('GET', '/v1/proxy');
    expect([route.status, route.body]).toEqual([501, expect.stringContaining('GET /v1/proxy') as string]);
    const clause = await ask('POST', '/btql', { query: "from: project_logs('p') | dimensions: model" });
    expect([clause.status, clause.body]).toEqual([400, expect.stringContaining('dimensions: model') as string]);
    const { status } = await ask('POST', '/logs3', { rows: [{ experiment_id: 'e' }] });
    expect(status).toBe(400);
  });

  it('keeps bodies and headers out of its log', async () => {
    const { plane } = await planeAt('v2.9.0');
    const canary = 'canary-4711';
    const rows = [{ id: canary, project_id: canary, input: canary }];
    await plane.handle(
      {
        method: 'POST',
        path: '/logs3',
        headers: { authorization: `Bearer ${canary}` },
        body: JSON.stringify({ rows }),
      },
      new AbortController().signal,
    );
    await plane.handle({ method: 'POST', path: '/logs3', body: canary }, new AbortController().signal);
    await plane.handle(
      { method: 'POST', path: '/btql', body: JSON.stringify({ query: canary }) },
      new AbortController().signal,
    );
    expect(plane.log.entries.slice(-3).map(({ status }) => status)).toEqual([200, 400, 400]);
    expect(JSON.stringify(plane.log.entries)).not.toContain(canary);
  });
});
