import { describe, expect, it } from 'vitest';
import {
  configMap,
  configMaps,
  definition,
  mergePatch,
  testWorld,
  thing,
  things,
  type TestWorld,
} from './support/world.ts';

async function create(world: TestWorld, ...names: string[]): Promise<string> {
  let version = '';
  for (const name of names) {
    const { at } = await world.ask('POST', configMaps, { body: configMap(name) });
    version = String(at('metadata', 'resourceVersion'));
  }
  return version;
}

function names(items: unknown): string[] {
  return (items as { metadata: { name: string } }[]).map((item) => item.metadata.name);
}

describe('lists', () => {
  it('come in pages of one version, although writes happen in between', async () => {
    const world = testWorld();
    const version = await create(world, 'a', 'b', 'c');
    const first = await world.ask('GET', configMaps, { query: { limit: '2' } });
    expect(first.at('metadata')).toMatchObject({ resourceVersion: version, remainingItemCount: 1 });
    await create(world, 'aa', 'd');
    await world.ask('DELETE', `${configMaps}/c`);
    const second = await world.ask('GET', configMaps, {
      query: { limit: '2', continue: String(first.at('metadata', 'continue')) },
    });
    expect([...names(first.at('items')), ...names(second.at('items'))]).toEqual(['a', 'b', 'c']);
    expect(second.at('metadata')).toEqual({ resourceVersion: version });
  });

  it('answer 410 to a token from before compaction, with another for the inconsistent rest', async () => {
    const world = testWorld();
    await create(world, 'a', 'b', 'c');
    const first = await world.ask('GET', configMaps, { query: { limit: '1' } });
    await create(world, 'd');
    world.simulator.compact();
    const expired = await world.ask('GET', configMaps, {
      query: { limit: '1', continue: String(first.at('metadata', 'continue')) },
    });
    expect([expired.status, expired.at('reason')]).toEqual([410, 'Expired']);
    const rest = await world.ask('GET', configMaps, {
      query: { continue: String(expired.at('metadata', 'continue')) },
    });
    expect(names(rest.at('items'))).toEqual(['b', 'c', 'd']);
  });

  it('ignore the limit for version 0, and refuse a version beside a token', async () => {
    const world = testWorld();
    await create(world, 'a', 'b');
    const all = await world.ask('GET', configMaps, { query: { limit: '1', resourceVersion: '0' } });
    expect(names(all.at('items'))).toEqual(['a', 'b']);
    const { at } = await world.ask('GET', configMaps, { query: { limit: '1' } });
    const both = await world.ask('GET', configMaps, {
      query: { continue: String(at('metadata', 'continue')), resourceVersion: '5' },
    });
    expect(both.status).toBe(400);
  });

  it('answer 504 to a version from the future, and 410 to an exact one that is forgotten', async () => {
    const world = testWorld();
    const version = await create(world, 'a');
    const future = await world.ask('GET', configMaps, { query: { resourceVersion: '99999' } });
    expect(future.status).toBe(504);
    expect(future.at('details')).toMatchObject({
      causes: [{ reason: 'ResourceVersionTooLarge' }],
      retryAfterSeconds: 1,
    });
    await create(world, 'b');
    const exact = { resourceVersion: version, resourceVersionMatch: 'Exact' };
    expect(names((await world.ask('GET', configMaps, { query: exact })).at('items'))).toEqual(['a']);
    world.simulator.compact();
    expect((await world.ask('GET', configMaps, { query: exact })).status).toBe(410);
  });

  it('select by labels in every form', async () => {
    const world = testWorld();
    for (const [name, labels] of [
      ['a', { x: '1' }],
      ['b', { x: '2' }],
      ['c', {}],
    ] as const) {
      await world.ask('POST', configMaps, { body: { ...configMap(name), metadata: { name, labels } } });
    }
    const select = async (labelSelector: string): Promise<string[]> =>
      names((await world.ask('GET', configMaps, { query: { labelSelector } })).at('items'));
    expect(await select('x=1')).toEqual(['a']);
    expect(await select('x!=1')).toEqual(['b', 'c']);
    expect(await select('x in (1,2)')).toEqual(['a', 'b']);
    expect(await select('x notin (1)')).toEqual(['b', 'c']);
    expect(await select('x,x!=2')).toEqual(['a']);
    expect(await select('!x')).toEqual(['c']);
  });

  it('select custom resources by name and namespace only', async () => {
    const world = testWorld({ definitions: [definition('Thing', { type: 'object' })] });
    await world.ask('POST', things, { body: thing('a', {}) });
    const byName = await world.ask('GET', things, { query: { fieldSelector: 'metadata.name=a' } });
    expect(names(byName.at('items'))).toEqual(['a']);
    expect((await world.ask('GET', things, { query: { fieldSelector: 'spec.n=1' } })).status).toBe(400);
  });

  it('say the kind of each item for custom resources and not for built-in kinds', async () => {
    const world = testWorld({ definitions: [definition('Thing', { type: 'object' })] });
    await world.ask('POST', things, { body: thing('a', {}) });
    await create(world, 'a');
    expect((await world.ask('GET', things)).at('items', 0, 'kind')).toBe('Thing');
    expect((await world.ask('GET', configMaps)).at('items', 0, 'kind')).toBeUndefined();
  });

  it('send metadata only, where that is asked for', async () => {
    const world = testWorld();
    await world.ask('POST', configMaps, { body: configMap('a', { secret: 'canary' }) });
    const accept = (as: string): { headers: Record<string, string> } => ({
      headers: { accept: `application/json;as=${as};g=meta.k8s.io;v=v1` },
    });
    const list = await world.ask('GET', configMaps, accept('PartialObjectMetadataList'));
    expect(list.at('kind')).toBe('PartialObjectMetadataList');
    expect(JSON.stringify(list.body)).not.toContain('canary');
    expect((await world.ask('GET', `${configMaps}/a`, accept('PartialObjectMetadata'))).at('data')).toBeUndefined();
    expect((await world.ask('GET', configMaps, accept('PartialObjectMetadata'))).status).toBe(406);
  });

  it('come as a table with the columns of the definition', async () => {
    const columns = [
      { name: 'N', type: 'integer', jsonPath: '.spec.n' },
      { name: 'Ready', type: 'string', jsonPath: '.status.conditions[?(@.type=="Ready")].status' },
      { name: 'List', type: 'string', jsonPath: '.spec.list' },
      { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
    ];
    const spec = {
      type: 'object',
      properties: { n: { type: 'integer' }, list: { type: 'array', items: { type: 'string' } } },
    };
    const world = testWorld({ definitions: [definition('Thing', spec, { additionalPrinterColumns: columns })] });
    await world.ask('POST', things, { body: thing('a', { n: 3, list: ['x'] }) });
    const status = {
      conditions: [
        { type: 'Other', status: 'False' },
        { type: 'Ready', status: 'True' },
      ],
    };
    await world.ask('PATCH', `${things}/a/status`, { type: mergePatch, body: { status } });
    await world.clock.advance(3_600_000);
    const { at } = await world.ask('GET', things, {
      headers: { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' },
    });
    expect(at('rows', 0, 'cells')).toEqual(['a', 3, 'True', '["x"]', '60m']);
    expect(at('rows', 0, 'object', 'kind')).toBe('PartialObjectMetadata');
  });
});

describe('watches', () => {
  it('tell what happens after a version', async () => {
    const world = testWorld();
    const version = await create(world, 'a');
    await create(world, 'b');
    const watched = await world.watch(configMaps, { resourceVersion: version });
    await world.ask('PATCH', `${configMaps}/a`, { type: mergePatch, body: { data: { x: '1' } } });
    await world.ask('DELETE', `${configMaps}/a`);
    await world.clock.settle();
    expect(watched.seen()).toEqual(['ADDED b', 'MODIFIED a', 'DELETED a']);
  });

  it('begin with what is there when no version is named, and mark the end of that', async () => {
    const world = testWorld();
    await create(world, 'a');
    const watched = await world.watch(configMaps, { allowWatchBookmarks: 'true' });
    expect(watched.events.map((event) => event.type)).toEqual(['ADDED', 'BOOKMARK']);
    expect(watched.events[1]?.object.metadata.annotations).toEqual({ 'k8s.io/initial-events-end': 'true' });
  });

  it('send a bookmark a minute and one before the end, then close cleanly', async () => {
    const world = testWorld();
    const version = await create(world, 'a');
    const watched = await world.watch(configMaps, {
      resourceVersion: version,
      allowWatchBookmarks: 'true',
      timeoutSeconds: '150',
    });
    await create(world, 'b');
    await world.clock.advance(149_000);
    expect(watched.events.map((event) => event.type)).toEqual(['ADDED', 'BOOKMARK', 'BOOKMARK', 'BOOKMARK']);
    expect(watched.events[3]?.object.metadata.resourceVersion).toBe(watched.events[0]?.object.metadata.resourceVersion);
    expect(watched.ended).toBe(false);
    await world.clock.advance(1_001);
    expect(watched.ended).toBe(true);
  });

  it('answer 200 and an ERROR event to a version that is forgotten, then end', async () => {
    const world = testWorld();
    const version = await create(world, 'a');
    await create(world, 'b');
    world.simulator.compact();
    const watched = await world.watch(configMaps, { resourceVersion: version });
    expect(watched.status).toBe(200);
    expect(watched.events).toMatchObject([{ type: 'ERROR', object: { kind: 'Status', reason: 'Expired', code: 410 } }]);
    expect(watched.events[0]?.object.message).toMatch(/^too old resource version: \d+ \(\d+\)$/);
    expect(watched.ended).toBe(true);
  });

  it('stay silent about versions up to one from the future', async () => {
    const world = testWorld();
    const version = await create(world, 'a');
    const watched = await world.watch(configMaps, { resourceVersion: String(Number(version) + 1) });
    await create(world, 'b', 'c');
    await world.clock.settle();
    expect(watched.seen()).toEqual(['ADDED c']);
  });

  it('tell of objects that enter and leave the selection', async () => {
    const world = testWorld();
    const version = await create(world, 'a');
    const watched = await world.watch(configMaps, { resourceVersion: version, labelSelector: 'x=1' });
    const label = (x: string | null): Promise<unknown> =>
      world.ask('PATCH', `${configMaps}/a`, { type: mergePatch, body: { metadata: { labels: { x } } } });
    await label('1');
    await label(null);
    await world.clock.settle();
    expect(watched.seen()).toEqual(['ADDED a', 'DELETED a']);
  });

  it('send metadata only, where that is asked for', async () => {
    const world = testWorld();
    const watched = await world.watch(configMaps, {}, 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1');
    await world.ask('POST', configMaps, { body: configMap('a', { secret: 'canary' }) });
    await world.clock.settle();
    expect(watched.events[0]?.object.kind).toBe('PartialObjectMetadata');
    expect(JSON.stringify(watched.events)).not.toContain('canary');
  });

  it('refuse like any other request what they cannot serve', async () => {
    const world = testWorld({ definitions: [definition('Thing', { type: 'object' })] });
    expect((await world.watch(things, { fieldSelector: 'spec.n=1' })).status).toBe(400);
    expect((await world.watch(configMaps, { resourceVersion: 'abc' })).status).toBe(500);
    expect((await world.watch(configMaps, { sendInitialEvents: 'true' })).status).toBe(422);
  });

  it('end without a word when the server drops them, and leave nothing behind', async () => {
    const world = testWorld();
    const watched = await world.watch(configMaps);
    world.simulator.dropWatches();
    await world.clock.settle();
    expect(watched.ended).toBe(true);
    expect(world.clock.sleeping).toBe(0);
  });

  it('end when the client goes away, and leave nothing behind', async () => {
    const world = testWorld();
    const watched = await world.watch(configMaps);
    watched.stop();
    await world.clock.settle();
    expect(watched.ended).toBe(true);
    expect(world.clock.sleeping).toBe(0);
  });
});
