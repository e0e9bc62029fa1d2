import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { foundations, namespaces, organizationProps, secret } from '../../src/cli/demo/scene.ts';
import { OperatorWorld, operatorToken } from '../support/operator-world.ts';

const canary = 'sk-canary-openai-key-00000';
const secrets = {
  operatorToken,
  openaiKey: canary,
  webhookSecret: 'canary-webhook-secret',
  postgresPassword: 'canary-postgres',
  redisPassword: 'canary-redis',
  licenseKey: 'canary-license',
};
const { plane: home } = namespaces;

describe('the operator', () => {
  let world: OperatorWorld;
  beforeEach(() => {
    world = new OperatorWorld();
  });
  afterEach(async () => {
    await world.stop();
    expect(world.failures).toEqual([]);
  });

  const ready = (): boolean =>
    (
      [
        'organizations/acme',
        'projects/support-bot',
        'aiproviders/openai',
        'environmentvariables/webhook-secret',
      ] as const
    ).every((one) => {
      const [plural = '', name = ''] = one.split('/');
      return world.condition(plural, home, name)?.startsWith('True') === true;
    });

  async function governed(): Promise<void> {
    for (const { type, object } of foundations(secrets)) await world.apply(type, object);
    for (const { type, object } of organizationProps('https://api.braintrust.dev')) {
      const spec = (object as unknown as { spec: { connection?: { organizationName: string } } }).spec;
      if (spec.connection !== undefined) spec.connection.organizationName = 'Acme';
      await world.apply(type, object);
    }
    world.start();
    expect(await world.clock.runUntil(ready, 60_000)).toBe(true);
  }

  it('governs an organization from resources alone, and then writes nothing any more', async () => {
    await governed();
    expect(world.api.inspect.rows('ai_secret')).toMatchObject([{ name: 'OPENAI_API_KEY' }]);
    expect(world.object('/secrets', namespaces.consumer, 'openai')).toBeDefined();
    await world.clock.advance(5_000);
    const before = world.writes().length;
    await world.clock.advance(30 * 60_000);
    expect(world.writes().slice(before)).toEqual([]);
  });

  it('writes a changed key once', async () => {
    await governed();
    await world.clock.advance(5_000);
    const before = world.api.requestLog.entries.length;
    const { type, object } = secret('llm-keys', { openai: `${canary}-2`, webhook: secrets.webhookSecret });
    await world.apply(type, object);
    await world.clock.advance(10_000);
    const writes = world.api.requestLog.entries.slice(before).filter(({ mutation }) => mutation);
    expect(writes.map(({ method, path }) => `${method} ${path.split('/').slice(0, 3).join('/')}`)).toEqual([
      'PATCH /v1/ai_secret',
    ]);
  });

  it('corrects a field that somebody changed behind its back, at the next comparison', async () => {
    await governed();
    const [row] = world.api.inspect.rows('project');
    const person = world.api.actAs({ name: 'mallory', email: 'mallory@acme.test', kind: 'person' });
    person.send('PATCH', `/v1/project/${String(row?.['id'])}`, { description: 'changed by hand' });
    const restored = (): boolean => world.api.inspect.rows('project')[0]?.['description'] === 'Answers customers.';
    expect(await world.clock.runUntil(restored, 5 * 60_000)).toBe(true);
  });

  it('says no secret in logs, statuses and events', async () => {
    await governed();
    const said = [
      ...world.logged,
      JSON.stringify(
        ['organizations', 'projects', 'aiproviders', 'environmentvariables'].map((plural) =>
          world.kube.objects(`planewright.dev/${plural}`),
        ),
      ),
      JSON.stringify(world.kube.objects('/events')),
      JSON.stringify(world.gates.trace),
      await world.metrics(),
    ].join('\n');
    for (const value of Object.values(secrets)) expect(said).not.toContain(value);
  });

  it('puts no finalizer on a token where its right to Secrets ends with the namespace', async () => {
    await governed();
    const finalizers = () => world.object('/secrets', home, 'braintrust-token')?.metadata.finalizers;
    expect(finalizers()).toEqual(['planewright.dev/finalizer']);
    await world.stop();
    world = new OperatorWorld({ operator: { governed: [home, namespaces.consumer] } });
    await governed();
    await world.clock.advance(5_000);
    expect(finalizers()).toBeUndefined();
  });

  it('decides and reports but changes nothing when it only observes', async () => {
    await world.stop();
    world = new OperatorWorld({ operator: { mode: 'observe' } });
    for (const { type, object } of [...foundations(secrets), ...organizationProps('https://api.braintrust.dev')]) {
      const spec = (object as unknown as { spec?: { connection?: { organizationName: string } } }).spec;
      if (spec?.connection !== undefined) spec.connection.organizationName = 'Acme';
      await world.apply(type, object);
    }
    world.start();
    await world.clock.advance(120_000);
    expect(world.api.requestLog.entries.filter(({ mutation }) => mutation)).toEqual([]);
    const written = world.writes().filter((write) => !/\/status|\/events|planewright-install|leases/.test(write));
    expect(written).toEqual([
      'kube POST /api/v1/namespaces/planewright/secrets?fieldManager=planewright&fieldValidation=Strict',
    ]);
  });
});
