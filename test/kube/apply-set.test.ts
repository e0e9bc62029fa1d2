import { beforeEach, describe, expect, it } from 'vitest';
import { applySet, type ApplySetContext, type SetResult } from '../../src/kube/apply-set.ts';
import { configMapLedger } from '../../src/kube/config-map-ledger.ts';
import type { TypedObject } from '../../src/kube/inventory.ts';
import { kubeClient } from '../../src/kube/kube-client.ts';
import { refusal } from './support/fake-transport.ts';
import { MemoryServer } from './support/memory-server.ts';
import { configMaps, never, type ConfigMap } from './support/types.ts';

const root = '/api/v1/namespaces/acme/configmaps';
const label = { owner: 'set' };
let server: MemoryServer;

beforeEach(() => {
  server = new MemoryServer();
});

function wanted(name: string, data: Record<string, string> = {}): TypedObject {
  const object: ConfigMap = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { namespace: 'acme', name, labels: label },
    data,
  };
  return { type: configMaps, object };
}

function apply(objects: readonly TypedObject[], extra: Partial<ApplySetContext> = {}): Promise<SetResult> {
  const client = kubeClient(server.transport);
  return applySet(
    {
      client,
      fieldManager: 'm',
      ledger: configMapLedger(client, 'm', { namespace: 'acme', name: 'ledger' }),
      owns: (object) => object.metadata.labels?.['owner'] === 'set',
      ...extra,
    },
    objects,
    never,
  );
}

const names = (): string[] =>
  [...server.objects.values()]
    .map((object) => object.metadata.name)
    .filter((name) => name !== 'ledger')
    .sort();

describe('a set', () => {
  it('is applied in its order, after its intent was written down', async () => {
    await apply([wanted('b'), wanted('a')]);
    expect(server.writes.slice(0, 3)).toEqual([`PATCH ${root}/ledger`, `PATCH ${root}/b`, `PATCH ${root}/a`]);
  });

  it('loses what it no longer holds, the last made first', async () => {
    await apply([wanted('a'), wanted('b'), wanted('c')]);
    server.requests.length = 0;
    const result = await apply([wanted('b')]);
    expect(names()).toEqual(['b']);
    expect(result.pruned.map(({ entry, became }) => [entry.name, became])).toEqual([
      ['c', 'deleted'],
      ['a', 'deleted'],
    ]);
    expect(result.inventory.map((entry) => entry.name)).toEqual(['b']);
  });

  it('leaves alone what it did not make', async () => {
    server.put(`${root}/foreign`, { metadata: { namespace: 'acme', labels: label } });
    await apply([wanted('a')]);
    await apply([]);
    expect(names()).toEqual(['foreign']);
  });

  it('does not delete an object that somebody made anew under the same name', async () => {
    await apply([wanted('a')]);
    server.put(`${root}/a`, { metadata: { namespace: 'acme', labels: label } });
    expect((await apply([])).pruned[0]?.became).toBe('released');
    expect(names()).toEqual(['a']);
  });

  it('does not delete an object that is made anew between the look and the delete', async () => {
    await apply([wanted('a')]);
    server.fault = ({ method }) => {
      if (method === 'DELETE') server.put(`${root}/a`, { metadata: { namespace: 'acme' } });
      return undefined;
    };
    expect((await apply([])).pruned[0]?.became).toBe('released');
    expect(names()).toEqual(['a']);
  });

  it('prunes nothing when it could not be applied whole', async () => {
    await apply([wanted('a'), wanted('b')]);
    server.fault = ({ path }) => (path.endsWith('/c') ? refusal(500, '', 'no') : undefined);
    await expect(apply([wanted('c')])).rejects.toMatchObject({ code: 'KubeServerError' });
    expect(names()).toEqual(['a', 'b']);
  });

  it('prunes nothing when its inventory cannot be read', async () => {
    await apply([wanted('a')]);
    server.fault = ({ method, path }) =>
      method === 'GET' && path.endsWith('/ledger') ? refusal(403, 'Forbidden', 'no') : undefined;
    await expect(apply([])).rejects.toMatchObject({ code: 'KubeForbidden' });
    server.fault = () => undefined;
    server.put(`${root}/ledger`, { metadata: { namespace: 'acme' }, data: { inventory: '[{"torn' } });
    await expect(apply([])).rejects.toMatchObject({ code: 'KubeInvalid' });
    expect(names()).toEqual(['a']);
  });

  it('ends as if nothing had happened after a crash at any of its writes', async () => {
    const run = async (): Promise<void> => {
      await apply([wanted('a'), wanted('b')]);
      await apply([wanted('b', { k: 'v' }), wanted('c')]);
    };
    await run();
    const total = server.writes.length;
    for (let crashAt = 1; crashAt <= total; crashAt += 1) {
      for (const before of [true, false]) {
        server = new MemoryServer();
        const usual = server.transport;
        let writes = 0;
        let dead = false;
        Object.assign(server, {
          transport: async (...[request, signal]: Parameters<typeof usual>) => {
            if (dead) throw new Error('crashed');
            const write = request.method !== 'GET';
            dead = write && (writes += 1) === crashAt;
            if (dead && before) throw new Error('crashed');
            const answer = await usual(request, signal);
            if (dead) throw new Error('crashed');
            return answer;
          },
        });
        await run().catch(() => undefined);
        Object.assign(server, { transport: usual });
        await run();
        expect(names(), `crash ${before ? 'before' : 'after'} write ${crashAt}`).toEqual(['b', 'c']);
      }
    }
  });

  it('sends what was found to differ, and nothing where nothing was', async () => {
    await apply([wanted('a', { k: 'v' }), wanted('b')]);
    server.requests.length = 0;
    const unchanged = ({ object }: TypedObject): boolean => object.metadata.name === 'a';
    await apply([wanted('a', { k: 'v' }), wanted('b', { k: 'new' })], { unchanged });
    expect(server.writes).toEqual([`PATCH ${root}/b`]);
    server.requests.length = 0;
    await apply([wanted('a', { k: 'v' }), wanted('b', { k: 'new' })], { unchanged: () => true });
    expect(server.writes).toEqual([]);
  });

  it('is applied though it was found unchanged where its uid is not written down, so that it is told apart later', async () => {
    server.put(`${root}/a`, { ...wanted('a').object, metadata: { ...wanted('a').object.metadata, uid: 'u-1' } });
    await apply([wanted('a')], { unchanged: () => true });
    expect(server.writes).toContain(`PATCH ${root}/a`);
    server.requests.length = 0;
    await apply([wanted('a')], { unchanged: () => true });
    expect(server.writes).toEqual([]);
  });
});
