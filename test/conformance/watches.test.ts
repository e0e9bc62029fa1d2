import { beforeAll, describe, expect, it } from 'vitest';
import { describeOnBackend } from './backend.ts';
import { at, requests, textAt } from './requests.ts';
import { watch } from './watching.ts';
import type { WatchEvent } from './watching.ts';
import { defineWidgets, widget, widgetsPath } from './widgets.ts';

describeOnBackend('watches', (backend) => {
  const { transport } = backend;
  const { get, post, mergePatch, delete: remove } = requests(transport);

  beforeAll(() => defineWidgets(backend));

  const newPath = async (): Promise<string> => widgetsPath(await backend.newNamespace('watches'));
  const create = (path: string, name: string, labels: object = {}): Promise<unknown> =>
    post(path, widget(name, {}, { labels }));
  const versionOf = async (path: string): Promise<string> =>
    textAt((await get(path)).body, 'metadata', 'resourceVersion');
  const shortly = (events: readonly WatchEvent[]): string[] =>
    events.map(({ type, object }) => `${type} ${textAt(object, 'metadata', 'name')}`);
  const named = (name: string, type: string) => (event: WatchEvent) =>
    event.type === type && at(event.object, 'metadata', 'name') === name;

  it('from a version on tell what happened since, in order', async () => {
    const path = await newPath();
    await create(path, 'before');
    const resourceVersion = await versionOf(path);
    await create(path, 'a');
    await mergePatch(`${path}/a`, { spec: { size: 5 } });
    await remove(`${path}/a`);
    const watching = await watch(transport, path, { resourceVersion });
    const seen = await watching.until(named('a', 'DELETED'));
    watching.close();
    expect(shortly(seen)).toEqual(['ADDED a', 'MODIFIED a', 'DELETED a']);
    const versions = seen.map(({ object }) => Number(textAt(object, 'metadata', 'resourceVersion')));
    expect(versions).toEqual([...versions].sort((one, other) => one - other));
    expect(new Set(versions).size).toBe(3);
  });

  it('without a version begin with everything that is there', async () => {
    const path = await newPath();
    await create(path, 'a');
    const watching = await watch(transport, path);
    expect(shortly(await watching.until(named('a', 'ADDED')))).toEqual(['ADDED a']);
    await create(path, 'b');
    expect(shortly(await watching.until(named('b', 'ADDED')))).toEqual(['ADDED b']);
    watching.close();
  });

  it('tell the end of what was there by a bookmark, where bookmarks are allowed', async () => {
    const path = await newPath();
    await create(path, 'a');
    const watching = await watch(transport, path, {
      sendInitialEvents: 'true',
      resourceVersionMatch: 'NotOlderThan',
      allowWatchBookmarks: 'true',
    });
    const seen = await watching.until(({ type }) => type === 'BOOKMARK');
    watching.close();
    expect(seen.map(({ type }) => type)).toEqual(['ADDED', 'BOOKMARK']);
    expect(at(seen[1]?.object, 'metadata', 'annotations', 'k8s.io/initial-events-end')).toBe('true');
    expect(textAt(seen[1]?.object, 'metadata', 'resourceVersion')).toMatch(/^\d+$/);
  });

  it('refuse initial events without the match that they need', async () => {
    const watching = await watch(transport, await newPath(), { sendInitialEvents: 'true' });
    expect(watching.status).toBe(422);
  });

  it('that are narrowed by a label see an object come and go as it begins and ceases to match', async () => {
    const path = await newPath();
    const resourceVersion = await versionOf(path);
    const watching = await watch(transport, path, { resourceVersion, labelSelector: 'colour=red' });
    await create(path, 'a');
    await mergePatch(`${path}/a`, { metadata: { labels: { colour: 'red' } } });
    await mergePatch(`${path}/a`, { metadata: { labels: { colour: 'blue' } } });
    const seen = await watching.until(named('a', 'DELETED'));
    watching.close();
    expect(shortly(seen)).toEqual(['ADDED a', 'DELETED a']);
  });

  it('of one namespace see nothing of another', async () => {
    const [path, elsewhere] = [await newPath(), await newPath()];
    const watching = await watch(transport, path, { resourceVersion: await versionOf(path) });
    await create(elsewhere, 'b');
    await create(path, 'a');
    expect(shortly(await watching.until(named('a', 'ADDED')))).toEqual(['ADDED a']);
    watching.close();
  });

  it('end by themselves when their time is up', async () => {
    const path = await newPath();
    const watching = await watch(transport, path, { resourceVersion: await versionOf(path), timeoutSeconds: '1' });
    expect(await backend.eventually('the watch to end', () => watching.next().then(() => true as const))).toBe(true);
  });

  it('carry metadata only where that is asked for', async () => {
    const path = await newPath();
    await create(path, 'a');
    const watching = await watch(transport, path, {}, 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1');
    const event = await watching.next();
    watching.close();
    expect(event?.object).toMatchObject({ kind: 'PartialObjectMetadata', metadata: { name: 'a' } });
    expect(at(event?.object, 'spec')).toBeUndefined();
  });

  describe('of a finalized object', () => {
    it('tell its deletion twice: asked for, and done', async () => {
      const path = await newPath();
      await post(path, widget('a', {}, { finalizers: ['planewright.dev/conformance'] }));
      const watching = await watch(transport, path, { resourceVersion: await versionOf(path) });
      await remove(`${path}/a`);
      await mergePatch(`${path}/a`, { metadata: { finalizers: null } });
      const seen = await watching.until(named('a', 'DELETED'));
      watching.close();
      expect(shortly(seen)).toEqual(['MODIFIED a', 'DELETED a']);
      expect(textAt(seen[0]?.object, 'metadata', 'deletionTimestamp')).not.toBe('');
    });
  });

  it('of a kind that nobody defined are refused like any request', async () => {
    expect((await watch(transport, '/apis/nowhere.planewright.dev/v1/things')).status).toBe(404);
  });
});
