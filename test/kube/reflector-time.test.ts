import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TransportError } from '../../src/runtime/transport.ts';
import { settle } from '../runtime/fake-clock.ts';
import { expiredEvent, Reflected } from './support/reflected.ts';
import { configMap } from './support/types.ts';

let world: Reflected;

beforeEach(() => {
  world = new Reflected();
});

afterEach(() => world.end());

describe('time', () => {
  it('does not go back when a server that lags behind repeats old events, also not for the next watch', async () => {
    await world.start();
    world.server.watch.event('ADDED', configMap('a', '12'));
    world.server.watch.event('MODIFIED', configMap('a', '11'));
    await settle();
    world.server.watch.fail(new TransportError('reset', 'reset'));
    await world.clock.advance(1000);
    expect(world.versionOf('a')).toBe('12');
    expect(world.staleEvents).toBe(1);
    expect(world.fromVersions).toEqual(['1', '12']);
  });

  it('does not go back when a list is older than what was seen', async () => {
    world.server.objects = [configMap('a', '90')];
    world.server.version = '100';
    await world.start();
    const old = { items: [], metadata: { resourceVersion: '50' } };
    world.server.nextLists.push(() => ({ status: 200, headers: {}, body: JSON.stringify(old) }));
    world.server.watch.event('ERROR', expiredEvent);
    await settle();
    expect(world.names).toEqual(['a']);
    await world.clock.advance(2000);
    expect(world.server.lists).toHaveLength(3);
    expect(world.names).toEqual(['a']);
  });

  it('goes back with a server that was restored from a backup, once it insists', async () => {
    world.server.objects = [configMap('a', '90')];
    world.server.version = '100';
    await world.start();
    world.server.objects = [configMap('a', '20'), configMap('b', '30')];
    world.server.version = '50';
    world.server.watch.event('ERROR', expiredEvent);
    await world.clock.advance(10_000);
    expect(world.names).toEqual(['a', 'b']);
    expect(world.versionOf('a')).toBe('20');
    expect(world.fromVersions.at(-1)).toBe('50');
  });

  it('finds a deletion that it missed while it was disconnected', async () => {
    world.server.objects = [configMap('a', '1'), configMap('b', '1')];
    await world.start();
    world.server.objects = [configMap('b', '1')];
    world.server.version = '9';
    world.server.watch.event('ERROR', expiredEvent);
    await settle();
    expect(world.names).toEqual(['b']);
  });

  it('takes events that come twice once', async () => {
    await world.start();
    const told: string[] = [];
    world.store.subscribe((key) => told.push(key.name));
    world.server.watch.event('ADDED', configMap('a', '2'));
    world.server.watch.event('ADDED', configMap('a', '2'));
    await settle();
    expect(told).toEqual(['a']);
  });

  it('is told of what a server or proxy lost, within half an hour and a watch', async () => {
    world.server.objects = [configMap('a', '1')];
    await world.start();
    // The event that tells of it never comes.
    world.server.objects = [configMap('a', '5'), configMap('lost', '6')];
    world.server.version = '7';
    for (let watch = 0; watch < 4; watch += 1) {
      for (let minute = 0; minute < 9; minute += 1) {
        await world.clock.advance(60_000);
        world.server.watch.event('BOOKMARK', { metadata: { resourceVersion: '7' } });
      }
      await settle();
      world.server.watch.end();
      await settle();
    }
    expect(world.server.lists).toHaveLength(2);
    expect(world.names).toEqual(['a', 'lost']);
  });

  it('does not mind events of different objects that come in another order', async () => {
    await world.start();
    world.server.watch.event('ADDED', configMap('b', '9'));
    world.server.watch.event('ADDED', configMap('a', '8'));
    await settle();
    expect(world.names).toEqual(['a', 'b']);
    world.server.watch.end();
    await settle();
    expect(world.fromVersions.at(-1)).toBe('9');
  });
});

describe('health', () => {
  it('tells how old the view is while the server is away, and that the loop is alive all the same', async () => {
    await world.start();
    for (let i = 0; i < 100; i += 1) {
      world.server.nextWatches.push(() => {
        throw new TransportError('refused', 'connection refused');
      });
    }
    world.server.watch.fail(new TransportError('reset', 'reset'));
    await world.clock.advance(300_000);
    const health = world.reflector.health();
    expect(health.staleMs).toBeGreaterThanOrEqual(300_000);
    expect(health.idleMs).toBeLessThanOrEqual(30_000);
    expect(health.error?.code).toBe('KubeUnreachable');
    world.server.nextWatches.length = 0;
    await world.clock.advance(31_000);
    world.server.watch.event('BOOKMARK', { metadata: { resourceVersion: '9' } });
    await settle();
    expect(world.reflector.health()).toMatchObject({ staleMs: 0, error: undefined });
  });
});
