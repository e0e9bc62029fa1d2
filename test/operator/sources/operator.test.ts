import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { apiVersion, dataPlane, resourceTypeOf, type DataPlane } from '../../../src/api/index.ts';
import type { SecretSource } from '../../../src/api/secret-source.ts';
import type { KubeObject } from '../../../src/kube/objects.ts';
import { sourceRef, sourceSecret } from '../../../stacks/cluster/sources.ts';
import { planeSpec } from '../../dataplane/support/planes.ts';
import { OperatorWorld } from '../../support/operator-world.ts';

type KubeSecret = KubeObject & { readonly data?: Readonly<Record<string, string>> };

const namespace = 'acme';
const coreSecret = { group: '', version: 'v1', plural: 'secrets', kind: 'Secret', namespaced: true };
const planes = resourceTypeOf(dataPlane);

const stored = {
  password: 'projects/acme/secrets/postgres-password',
  redis: 'projects/acme/secrets/redis-url',
  license: 'https://acme-vault.vault.azure.net/secrets/license-key',
  function: 'projects/acme/secrets/function-secret-key',
} as const;
const canaries = {
  password: 'CANARY-p@ss/word',
  nextPassword: 'CANARY-next-p@ss',
  redis: 'CANARY-redis',
  license: 'CANARY-license',
  function: 'CANARY-function-secret-key-00000',
} as const;
const of = (secret: string): SecretSource => ({ value: { secret } });
const sources = {
  postgresUrl: {
    template: 'postgres://bt:{password}@db.acme.example:5432/postgres',
    parts: { password: { secret: stored.password, field: 'password' } },
  },
  redisUrl: of(stored.redis),
  licenseKey: of(stored.license),
  functionSecretKey: of(stored.function),
} as const;
const passwordOf = (value: string): string => JSON.stringify({ username: 'bt', password: value });
const postgresUrl = (password: string): string =>
  `postgres://bt:${encodeURIComponent(password)}@db.acme.example:5432/postgres`;

describe('the operator with a store', () => {
  let world: OperatorWorld;
  beforeEach(() => {
    world = new OperatorWorld({ plane: namespace, stores: true });
    const { vault } = world.stores;
    vault.put(stored.password, passwordOf(canaries.password));
    vault.put(stored.redis, `rediss://:${canaries.redis}@redis.acme.example:6379`);
    vault.put(stored.license, canaries.license);
    vault.put(stored.function, canaries.function);
  });
  afterEach(async () => {
    await world.stop();
    expect(world.failures).toEqual([]);
    expect(told()).not.toContain('CANARY');
    const metrics = await world.metrics();
    expect(metrics).toContain('controller_runtime_reconcile_total{controller="secretsources"');
    expect(metrics).not.toContain('CANARY');
  });

  /** Everything that anybody but the reader of a Secret could see. */
  const told = (): string =>
    [
      ...world.logged,
      JSON.stringify(world.kube.objects('planewright.dev/dataplanes')),
      JSON.stringify(world.kube.objects('/events')),
      JSON.stringify((world.kube.objects('/secrets') as readonly KubeObject[]).map(({ metadata }) => metadata)),
      JSON.stringify(world.kube.objects('apps/deployments')),
      JSON.stringify(world.kube.objects('/configmaps')),
      JSON.stringify(world.gates.trace),
      JSON.stringify(world.stores.requestLog.entries),
    ].join('\n');

  /** What `up` applies: the Secret without data. */
  const applySources = (changed: Partial<Record<keyof typeof sources, SecretSource>> = {}) =>
    world.apply(coreSecret, { ...sourceSecret(namespace, { ...sources, ...changed }) });
  const applyPlane = (changes: Parameters<typeof planeSpec>[0] = {}) => {
    const secrets = {
      postgresUrl: sourceRef('postgresUrl'),
      redisUrl: sourceRef('redisUrl'),
      licenseKey: sourceRef('licenseKey'),
      functionSecretKey: sourceRef('functionSecretKey'),
    };
    const object = { apiVersion, kind: 'DataPlane', metadata: { name: 'plane', namespace } };
    return world.apply(planes, { ...object, spec: planeSpec({ secrets, ...changes }) } as KubeObject);
  };
  const valueIn = (name: string, key: string): string | undefined => {
    const text = (world.object('/secrets', namespace, name) as KubeSecret | undefined)?.data?.[key];
    return text === undefined ? undefined : Buffer.from(text, 'base64').toString('utf8');
  };
  const filled = (key: string): string | undefined => valueIn('braintrust-sources', key);
  const conditionOf = (type: string) => {
    const plane = world.object('planewright.dev/dataplanes', namespace, 'plane') as DataPlane | undefined;
    return plane?.status?.conditions?.find((condition) => condition.type === type);
  };
  const reads = (): number => world.stores.requestLog.entries.length;
  const kubeWrites = (): string[] => world.writes().filter((write) => write.startsWith('kube'));
  const generation = (): number | undefined =>
    world.object('apps/deployments', namespace, 'braintrust-api')?.metadata.generation;
  const isReady = (): boolean => conditionOf('Ready')?.status === 'True';

  async function running(): Promise<void> {
    await applySources();
    await applyPlane();
    world.start();
    expect(await world.clock.runUntil(isReady, 10 * 60_000)).toBe(true);
    await world.clock.advance(10_000);
  }

  it('fills the Secret, and the plane runs with what is in the store', async () => {
    await running();
    expect(filled('PG_URL')).toBe(postgresUrl(canaries.password));
    expect(valueIn('braintrust-secrets', 'PG_URL')).toBe(postgresUrl(canaries.password));
    expect(valueIn('braintrust-secrets', 'BRAINSTORE_LICENSE_KEY')).toBe(canaries.license);
    expect(conditionOf('Synced')).toMatchObject({ status: 'True', reason: 'Applied' });
  });

  it('reads each secret a few times an hour, and writes nothing, while nothing changes', async () => {
    await running();
    const [before, writes] = [reads(), kubeWrites().length];
    await world.clock.advance(60 * 60_000);
    expect(kubeWrites().slice(writes)).toEqual([]);
    // Every four to five minutes, four secrets.
    expect(reads() - before).toBeGreaterThanOrEqual(4 * 11);
    expect(reads() - before).toBeLessThanOrEqual(4 * 15);
  });

  it('gives a rotated value to the plane, which rolls once', async () => {
    await running();
    const before = generation();
    world.stores.vault.put(stored.password, passwordOf(canaries.nextPassword));
    const given = (): boolean => valueIn('braintrust-secrets', 'PG_URL') === postgresUrl(canaries.nextPassword);
    expect(await world.clock.runUntil(given, 6 * 60_000)).toBe(true);
    expect(await world.clock.runUntil(() => conditionOf('Synced')?.reason === 'Applied', 10 * 60_000)).toBe(true);
    await world.clock.advance(10 * 60_000);
    expect(generation()).toBe((before ?? 0) + 1);
    expect(filled('REDIS_URL')).toContain(canaries.redis);
  });

  it.each([
    ['absent', 'SecretSourceAbsent', 'False', `${stored.license} is not there`],
    ['disabled', 'SecretSourceAbsent', 'False', 'az keyvault secret set --vault-name acme-vault --name license-key'],
    ['denied', 'SecretSourceDenied', 'False', `Key Vault Secrets User on ${stored.license}`],
  ] as const)('keeps the last value of a secret that is %s, and says so', async (state, reason, status, sentence) => {
    await running();
    if (state === 'absent') world.stores.vault.remove(stored.license);
    else world.stores.vault.set(stored.license, state);
    expect(await world.clock.runUntil(() => conditionOf('Synced')?.reason === reason, 6 * 60_000)).toBe(true);
    expect(conditionOf('Synced')).toMatchObject({ status });
    expect(conditionOf('Synced')?.message).toContain(sentence);
    expect(conditionOf('Synced')?.message).toContain('Secret braintrust-sources, key BRAINSTORE_LICENSE_KEY');
    expect(filled('BRAINSTORE_LICENSE_KEY')).toBe(canaries.license);
    expect(isReady()).toBe(true);
    expect(JSON.stringify(world.kube.objects('/events'))).toContain(reason);
    await world.clock.advance(5_000);
    const writes = kubeWrites().length;
    await world.clock.advance(30 * 60_000);
    expect(kubeWrites().slice(writes)).toEqual([]);
    world.stores.vault.restore(stored.license);
    expect(await world.clock.runUntil(() => conditionOf('Synced')?.reason === 'Applied', 6 * 60_000)).toBe(true);
  });

  it.each(['unavailable', 'throttled', 'garbage', 'garbled', 'silent'] as const)(
    'keeps the last values while the store is %s, and says so',
    async (outage) => {
      await running();
      world.stores.vault.outage = outage;
      const unreachable = (): boolean => conditionOf('Synced')?.reason === 'SecretSourceUnreachable';
      expect(await world.clock.runUntil(unreachable, 6 * 60_000)).toBe(true);
      expect(conditionOf('Synced')?.status).toBe('Unknown');
      expect(filled('REDIS_URL')).toContain(canaries.redis);
      expect(isReady()).toBe(true);
      await world.clock.advance(60_000);
      const writes = kubeWrites().length;
      await world.clock.advance(30 * 60_000);
      expect(kubeWrites().slice(writes)).toEqual([]);
      world.stores.vault.outage = undefined;
      expect(await world.clock.runUntil(() => conditionOf('Synced')?.reason === 'Applied', 3 * 60_000)).toBe(true);
    },
  );

  it('does not put a value that no plane can start with in place of one that works', async () => {
    await running();
    world.stores.vault.put(stored.redis, 'CANARY-no-url');
    expect(
      await world.clock.runUntil(() => conditionOf('Synced')?.reason === 'SecretSourceMalformed', 6 * 60_000),
    ).toBe(true);
    expect(conditionOf('Synced')?.message).toContain('must begin with redis:// or rediss://');
    expect(filled('REDIS_URL')).toContain(canaries.redis);
  });

  it('waits for the licence key that a person puts in, says how, and goes on by itself', async () => {
    world.stores.vault.set(stored.license, 'disabled');
    await applySources();
    await applyPlane();
    world.start();
    expect(await world.clock.runUntil(() => conditionOf('Stalled')?.status === 'True', 60_000)).toBe(true);
    expect(conditionOf('Ready')).toMatchObject({ reason: 'SecretIncomplete' });
    expect(conditionOf('Ready')?.message).toContain(
      'az keyvault secret set --vault-name acme-vault --name license-key',
    );
    expect(filled('PG_URL')).toBe(postgresUrl(canaries.password));
    world.stores.vault.put(stored.license, canaries.license);
    expect(await world.clock.runUntil(isReady, 10 * 60_000)).toBe(true);
  });

  it('goes on after a restart without a write', async () => {
    await running();
    const writes = kubeWrites().length;
    world.kill();
    world.start();
    await world.clock.advance(10 * 60_000);
    expect(kubeWrites().slice(writes)).toEqual([]);
  });

  it('keeps its values when whoever installs applies the Secret without data again', async () => {
    await running();
    const writes = kubeWrites().length;
    await applySources();
    await world.clock.advance(60_000);
    expect(filled('PG_URL')).toBe(postgresUrl(canaries.password));
    expect(kubeWrites().slice(writes)).toEqual([]);
  });

  it('fills a Secret that was deleted and applied again', async () => {
    await running();
    await world.delete(coreSecret, namespace, 'braintrust-sources');
    await applySources();
    expect(await world.clock.runUntil(() => filled('PG_URL') !== undefined, 60_000)).toBe(true);
  });

  it('keeps a value whose source is no longer named', async () => {
    await running();
    const object = sourceSecret(namespace, sources);
    const annotations = Object.fromEntries(
      Object.entries(object.metadata.annotations as Readonly<Record<string, string>>).filter(
        ([name]) => !name.endsWith('REDIS_URL'),
      ),
    );
    await world.apply(coreSecret, { ...object, metadata: { ...object.metadata, annotations } });
    world.stores.vault.put(stored.password, passwordOf(canaries.nextPassword));
    expect(await world.clock.runUntil(() => filled('PG_URL') === postgresUrl(canaries.nextPassword), 6 * 60_000)).toBe(
      true,
    );
    await world.clock.advance(10 * 60_000);
    expect(filled('REDIS_URL')).toContain(canaries.redis);
  });

  it('says which annotation is wrong, and fills the others', async () => {
    await applySources({ licenseKey: of(canaries.license) });
    await applyPlane();
    world.start();
    expect(await world.clock.runUntil(() => conditionOf('Stalled')?.status === 'True', 60_000)).toBe(true);
    expect(conditionOf('Ready')?.message).toContain('Annotation planewright.dev/source-BRAINSTORE_LICENSE_KEY');
    expect(filled('REDIS_URL')).toContain(canaries.redis);
    // A value was put where its place belongs; the annotation itself is the person's own.
    await world.delete(coreSecret, namespace, 'braintrust-sources');
  });

  it('reads no store for a Secret that no plane is made from, nor in a namespace that is not governed', async () => {
    await applySources();
    world.start();
    await world.clock.advance(10 * 60_000);
    expect(reads()).toBe(0);
    await world.stop();
    world = new OperatorWorld({ plane: namespace, stores: true, operator: { governed: ['elsewhere'] } });
    await applySources();
    await applyPlane();
    world.start();
    await world.clock.advance(10 * 60_000);
    expect(reads()).toBe(0);
  });

  it('fills nothing for a plane that is only observed, nor as an operator that only observes', async () => {
    await applySources();
    await applyPlane({ policy: { management: 'Observe' } });
    world.start();
    await world.clock.advance(10 * 60_000);
    expect(reads()).toBe(0);
    await world.stop();
    world = new OperatorWorld({ plane: namespace, stores: true, operator: { mode: 'observe' } });
    world.stores.vault.put(stored.redis, `rediss://:${canaries.redis}@redis.acme.example:6379`);
    await applySources();
    await applyPlane();
    world.start();
    await world.clock.advance(10 * 60_000);
    expect(filled('REDIS_URL')).toBeUndefined();
    expect(world.logged.join('\n')).toContain("fill a key of a Secret from the cloud's store");
  });
});
