import { beforeEach, describe, expect, it } from 'vitest';
import type { ObjectKey } from '../../src/kube/objects.ts';
import { keyText } from '../../src/kube/object-key.ts';
import { ObjectStore } from '../../src/kube/store.ts';
import { configMap, type ConfigMap } from './support/types.ts';

let store: ObjectStore<ConfigMap>;
let errors: unknown[];
let told: string[];
const tell = (key: ObjectKey, initial: boolean): void =>
  void told.push(`${keyText(key)}${initial ? ' (initial)' : ''}`);

beforeEach(() => {
  errors = [];
  told = [];
  store = new ObjectStore<ConfigMap>((error) => errors.push(error));
});

const versionOf = (name: string): string | undefined =>
  store.get({ namespace: 'acme', name })?.metadata.resourceVersion;

describe('time', () => {
  it('does not go back for an object: an older version is refused', () => {
    store.put(configMap('a', '12'));
    expect(store.put(configMap('a', '11'))).toBe('stale');
    expect(store.put(configMap('a', '9'))).toBe('stale');
    expect(versionOf('a')).toBe('12');
  });

  it('compares versions as numbers of any length', () => {
    store.put(configMap('a', '99999999999999999999'));
    expect(store.put(configMap('a', '100000000000000000000'))).toBe('changed');
  });

  it('takes an event that comes twice once', () => {
    store.subscribe(tell);
    store.put(configMap('a', '1'));
    store.put(configMap('a', '1'));
    expect(told).toEqual(['acme/a']);
  });

  it('does not bring a deleted object back for a late event', () => {
    store.put(configMap('a', '1'));
    store.remove(configMap('a', '5'));
    expect(store.put(configMap('a', '4'))).toBe('stale');
    expect(store.size).toBe(0);
  });

  it('takes an object back that left a selector and came again', () => {
    store.remove(configMap('a', '5'));
    expect(store.put(configMap('a', '6'))).toBe('changed');
  });

  it('does not let a late event of an earlier object touch its successor of the same name', () => {
    store.put(configMap('a', '1', { uid: 'first' }));
    store.put(configMap('a', '9', { uid: 'second' }));
    store.put(configMap('a', '5', { uid: 'first', deletionTimestamp: '2026-01-01T00:00:00Z' }));
    store.remove(configMap('a', '6', { uid: 'first' }));
    expect(store.get({ namespace: 'acme', name: 'a' })?.metadata.uid).toBe('second');
    expect(store.byUid('first')).toBeUndefined();
    expect(store.byUid('second')).toBeDefined();
  });
});

describe('a list', () => {
  it('removes what it does not name: a deletion that was missed', () => {
    store.replace([configMap('a', '1'), configMap('b', '2')], '3');
    store.subscribe(tell);
    told = [];
    store.replace([configMap('b', '2')], '4');
    expect(store.list().map((object) => object.metadata.name)).toEqual(['b']);
    expect(told).toEqual(['acme/a']);
  });

  it('keeps what was written after it was made', () => {
    store.put(configMap('mine', '10'));
    store.replace([], '9');
    expect(versionOf('mine')).toBe('10');
  });

  it('of one namespace leaves the others alone', () => {
    store.put(configMap('a', '1', { namespace: 'other' }));
    store.replace([], '5', { namespace: 'acme' });
    expect(store.size).toBe(1);
  });

  it('leaves as many in a namespace as can be counted there', () => {
    store.replace([configMap('a', '1'), configMap('b', '2')], '3');
    expect(store.countIn('acme')).toBe(2);
    store.replace([configMap('a', '1')], '4');
    expect(store.countIn('acme')).toBe(1);
    expect(store.countIn('elsewhere')).toBe(0);
  });

  it('of a restored server is taken as it is', () => {
    store.put(configMap('a', '12'));
    store.put(configMap('b', '13'));
    store.replace([configMap('a', '7')], '8', { restored: true });
    expect([versionOf('a'), versionOf('b')]).toEqual(['7', undefined]);
  });
});

describe('indexes', () => {
  it('find objects by any of their values, and follow changes and deletions', () => {
    store.addIndex('owner', (object) => Object.values(object.metadata.labels ?? {}));
    store.put(configMap('a', '1', { labels: { owner: 'x' } }));
    store.put(configMap('b', '1', { labels: { owner: 'x' } }));
    store.put(configMap('a', '2', { labels: { owner: 'y' } }));
    store.remove(configMap('b', '3'));
    expect(store.byIndex('owner', 'x')).toEqual([]);
    expect(store.byIndex('owner', 'y').map((object) => object.metadata.name)).toEqual(['a']);
  });

  it('that are declared late cover what is there already', () => {
    store.put(configMap('a', '1'));
    store.addIndex('name', (object) => [object.metadata.name]);
    expect(store.byIndex('name', 'a')).toHaveLength(1);
  });

  it('that fail on an object leave it out and harm nothing else', () => {
    store.addIndex('broken', () => {
      throw new Error('unexpected shape');
    });
    store.put(configMap('a', '1'));
    expect(store.size).toBe(1);
    expect(errors).toHaveLength(1);
  });
});

describe('subscribers', () => {
  it('are told of everything that is there, marked as initial, and then of changes', () => {
    store.put(configMap('a', '1'));
    store.subscribe(tell);
    store.put(configMap('a', '2'));
    expect(told).toEqual(['acme/a (initial)', 'acme/a']);
  });

  it('are told the keys of both the old and the new referrer', () => {
    const owner = (object: ConfigMap): ObjectKey[] => [{ name: object.metadata.labels?.['owner'] ?? '' }];
    store.subscribe(tell, { keys: owner });
    store.put(configMap('a', '1', { labels: { owner: 'x' } }));
    store.put(configMap('a', '2', { labels: { owner: 'y' } }));
    expect(told).toEqual(['/x', '/x', '/y']);
  });

  it('can say which changes matter', () => {
    store.subscribe(tell, { matters: (before, after) => before?.metadata.generation !== after?.metadata.generation });
    store.put(configMap('a', '1', { generation: 1 }));
    store.put(configMap('a', '2', { generation: 1 }));
    expect(told).toEqual(['acme/a']);
  });

  it('that throw harm neither the store nor the others', () => {
    store.subscribe(() => {
      throw new Error('mine');
    });
    store.subscribe(tell);
    store.put(configMap('a', '1'));
    expect(told).toEqual(['acme/a']);
    expect(errors).toEqual([new Error('mine')]);
  });

  it('are told nothing once they have left', () => {
    store.subscribe(tell)();
    store.put(configMap('a', '1'));
    expect(told).toEqual([]);
  });
});
