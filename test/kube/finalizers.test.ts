import { beforeEach, describe, expect, it } from 'vitest';
import { addFinalizer, hasFinalizer, removeFinalizer } from '../../src/kube/finalizers.ts';
import { kubeClient } from '../../src/kube/kube-client.ts';
import type { KubeObject } from '../../src/kube/objects.ts';
import { MemoryServer } from './support/memory-server.ts';
import { configMap, never, widgets } from './support/types.ts';

const path = '/apis/example.dev/v1/namespaces/acme/widgets/w';
const ours = 'example.dev/finalizer';
let server: MemoryServer;

beforeEach(() => {
  server = new MemoryServer();
});

function put(finalizers: readonly string[] | undefined, extra: Record<string, unknown> = {}): KubeObject {
  const { metadata } = configMap('w', '1');
  const stored = server.put(path, {
    apiVersion: 'example.dev/v1',
    kind: 'Widget',
    metadata: { ...metadata, ...(finalizers === undefined ? {} : { finalizers }), ...extra },
  });
  return stored as unknown as KubeObject;
}

const add = (object: KubeObject): Promise<KubeObject> =>
  addFinalizer(kubeClient(server.transport), widgets, object, ours, never);
const remove = (object: KubeObject): Promise<void> =>
  removeFinalizer(kubeClient(server.transport), widgets, object, ours, never);
const present = (): readonly string[] | undefined => server.objects.get(path)?.metadata.finalizers;

describe('adding a finalizer', () => {
  it.each([[undefined], [[]], [['foreign']]])('keeps those that are there (%j)', async (before) => {
    expect(hasFinalizer(await add(put(before)), ours)).toBe(true);
    expect(present()).toEqual([...(before ?? []), ours]);
  });

  it('asks nothing of the server where it is there already', async () => {
    await add(put([ours]));
    expect(server.requests).toEqual([]);
  });

  it('leaves an object alone that is being deleted, which would be refused', async () => {
    await add(put(['foreign'], { deletionTimestamp: '2026-01-01T00:00:00Z' }));
    expect(server.requests).toEqual([]);
  });

  it('from a stale view does not bring back a foreign finalizer nor drop one', async () => {
    const stale = put(['foreign']);
    put(['other']);
    await expect(add(stale)).rejects.toMatchObject({ code: 'KubeConflict' });
    expect(present()).toEqual(['other']);
    const empty = put(undefined);
    put(['foreign']);
    await expect(add(empty)).rejects.toMatchObject({ code: 'KubeConflict' });
    expect(present()).toEqual(['foreign']);
  });

  it('does not touch a successor of the same name', async () => {
    const first = put(['foreign'], { uid: 'first' });
    put(['foreign'], { uid: 'second' });
    await expect(add(first)).rejects.toMatchObject({ code: 'KubeConflict' });
    expect(present()).toEqual(['foreign']);
  });
});

describe('removing a finalizer', () => {
  it('takes ours and no other', async () => {
    await remove(put(['foreign', ours, 'other']));
    expect(present()).toEqual(['foreign', 'other']);
  });

  it('from a stale view takes nothing off, neither ours nor what came meanwhile', async () => {
    const stale = put([ours]);
    put(['foreign', ours]);
    await expect(remove(stale)).rejects.toMatchObject({ code: 'KubeConflict', retry: 'soon' });
    expect(present()).toEqual(['foreign', ours]);
  });

  it('does not touch a successor of the same name', async () => {
    const first = put([ours], { uid: 'first' });
    put([ours], { uid: 'second' });
    await expect(remove(first)).rejects.toMatchObject({ code: 'KubeConflict' });
    expect(present()).toEqual([ours]);
  });

  it('is done where the object is gone', async () => {
    const gone = put([ours]);
    server.objects.clear();
    await expect(remove(gone)).resolves.toBeUndefined();
  });
});
