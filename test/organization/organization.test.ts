import { describe, expect, it } from 'vitest';
import type { OrganizationSpecInput } from '../../src/api/index.ts';
import type { Transport } from '../../src/runtime/transport.ts';
import { key, openai, TestWorld, token } from './world.ts';

const connection = { organizationName: 'Acme', tokenSecretRef: { name: 'owner', key: 'token' } };
const row = (world: TestWorld) => world.api.inspect.rows('organization')[0];

describe('an organization', () => {
  it('is bound by name, remembered by id, and then left alone', async () => {
    const world = new TestWorld();
    await world.bound();
    expect(world.condition('Organization', 'acme')).toMatchObject({ status: 'True', reason: 'Synced' });
    expect(world.status('Organization', 'acme').organization).toMatchObject({ id: row(world)?.id, name: 'Acme' });
    const { api, kube } = world.mark;
    await world.clock.advance(600_000);
    await world.reconcile('Organization', 'acme');
    expect(world.calls(api)).toEqual([`GET /v1/organization/${row(world)?.id ?? ''}`]);
    expect(world.kubeCalls(kube).filter((call) => !call.startsWith('GET'))).toEqual([]);
  });

  it.each<[string, (world: TestWorld) => Promise<void>, string]>([
    ['the Secret is missing', () => Promise.resolve(), 'SecretMissing'],
    ['the Secret lacks the key', (world) => world.secret('owner', { other: token }), 'SecretKeyMissing'],
    ['the token is wrong', (world) => world.secret('owner', { token: 'bt-st-wrong-canary' }), 'Unauthorized'],
  ])('says what to do when %s', async (_name, prepare, reason) => {
    const world = new TestWorld();
    await prepare(world);
    await world.apply('Organization', 'acme', { connection });
    await world.reconcile('Organization', 'acme');
    expect(world.condition('Organization', 'acme', 'Stalled')).toMatchObject({ status: 'True', reason });
    expect(world.said()).not.toContain('canary');
  });

  it('that the token does not see is not ready', async () => {
    const world = new TestWorld();
    await world.bound({ connection: { ...connection, organizationName: 'Other' } });
    expect(world.condition('Organization', 'acme')).toMatchObject({ status: 'False', reason: 'OrganizationMissing' });
  });

  it('is at work again with a new token, without waiting for the old one’s minute', async () => {
    const world = new TestWorld();
    await world.secret('owner', { token: 'bt-st-wrong' });
    await world.apply('Organization', 'acme', { connection });
    await world.reconcile('Organization', 'acme');
    await world.secret('owner', { token });
    await world.reconcile('Organization', 'acme');
    expect(world.condition('Organization', 'acme')).toMatchObject({ status: 'True' });
  });

  it('has only its declared settings changed', async () => {
    const world = new TestWorld();
    await world.bound({ settings: { imageRenderingMode: 'blocked' } });
    expect(row(world)).toMatchObject({ image_rendering_mode: 'blocked', name: 'Acme', api_url: null });
  });

  it('reports the age of what only people can check', async () => {
    const world = new TestWorld();
    const at = new Date(world.clock.now()).toISOString();
    const check = { area: 'SSO', expected: 'SAML is enforced.', maxAgeDays: 1 } as const;
    await world.bound({
      checks: [
        { name: 'sso', ...check, evidence: { by: 'Ann', at } },
        { name: 'plan', ...check },
      ],
    });
    expect(world.status('Organization', 'acme').checks).toMatchObject([{ state: 'Current' }, { state: 'Missing' }]);
    await world.clock.advance(2 * 86_400_000);
    await world.reconcile('Organization', 'acme');
    expect(world.status('Organization', 'acme').checks).toMatchObject([{ state: 'Stale' }, { state: 'Missing' }]);
  });

  it('declared twice belongs to the older resource', async () => {
    const world = new TestWorld();
    await world.bound();
    await world.clock.advance(1000);
    await world.apply('Organization', 'second', { connection });
    await world.reconcile('Organization', 'second');
    expect(world.condition('Organization', 'second', 'Stalled')).toMatchObject({ reason: 'Conflict' });
  });
});

describe('who may refer to it', () => {
  async function refer(spec: Partial<OrganizationSpecInput>): Promise<TestWorld> {
    const world = new TestWorld({ namespaces: ['team'] });
    await world.namespace('team', { team: 'a' });
    await world.bound(spec);
    await world.secret('llm-keys', { openai: key }, 'team');
    const organizationRef = { name: 'acme', namespace: 'acme' };
    await world.apply('AIProvider', 'openai', { ...openai, organizationRef }, { namespace: 'team' });
    await world.reconcile('AIProvider', 'openai', 'team');
    return world;
  }
  const selector = { matchLabels: { team: 'a' } };

  it.each<[string, Partial<OrganizationSpecInput>, string]>([
    ['nobody by default', {}, 'False'],
    [
      'a kind that is allowed from a namespace that is',
      { allowedNamespaces: { selector }, allowedKinds: ['AIProvider'] },
      'True',
    ],
    ['no other kind', { allowedNamespaces: { selector }, allowedKinds: ['Project'] }, 'False'],
    [
      'no other namespace',
      { allowedNamespaces: { selector: { matchLabels: { team: 'b' } } }, allowedKinds: ['AIProvider'] },
      'False',
    ],
  ])('from another namespace: %s', async (_name, spec, status) => {
    const world = await refer(spec);
    expect(world.condition('AIProvider', 'openai', 'Ready', 'team')?.status).toBe(status);
    expect(world.api.inspect.rows('ai_secret')).toHaveLength(status === 'True' ? 1 : 0);
  });
});

describe('deletion', () => {
  async function withProvider(world = new TestWorld()): Promise<TestWorld> {
    await world.bound();
    await world.secret('llm-keys', { openai: key });
    await world.apply('AIProvider', 'openai', openai);
    await world.reconcile('AIProvider', 'openai');
    return world;
  }

  it('waits for its dependants, names them, and takes the token’s Secret last', async () => {
    const world = await withProvider();
    await world.delete('Organization', 'acme');
    await world.deleteSecret('owner');
    await world.reconcile('Organization', 'acme');
    expect(world.condition('Organization', 'acme')?.message).toContain('AIProvider acme/openai');
    expect(world.secretNow('acme', 'owner')).toBeDefined();
    await world.delete('AIProvider', 'openai');
    world.restarted();
    await world.reconcile('AIProvider', 'openai');
    await world.reconcile('Organization', 'acme');
    expect(world.api.inspect.rows('ai_secret')).toEqual([]);
    expect(world.now('Organization', 'acme')).toBeUndefined();
    expect(world.secretNow('acme', 'owner')).toBeUndefined();
  });

  it('lets a token’s Secret go that is only being replaced', async () => {
    const world = await withProvider();
    await world.deleteSecret('owner');
    await world.reconcile('Organization', 'acme');
    expect(world.secretNow('acme', 'owner')).toBeUndefined();
  });

  const inTurn = async (world: TestWorld): Promise<void> => {
    for (let turn = 0; turn < 20; turn++) {
      await world.reconcile('AIProvider', 'openai');
      await world.reconcile('Organization', 'acme');
      await world.clock.advance(15_000);
    }
  };

  it('of the whole namespace removes what was made, while the API answers', async () => {
    const world = await withProvider();
    await world.deleteNamespace('acme');
    await world.clock.advance(10_000);
    await inTurn(world);
    expect(world.api.inspect.rows('ai_secret')).toEqual([]);
    expect(world.namespaceNow('acme')).toBeUndefined();
  });

  it('of the whole namespace waits for those of it that are marked later', async () => {
    const world = await withProvider();
    await world.deleteNamespace('acme');
    await world.delete('Organization', 'acme');
    await world.reconcile('Organization', 'acme');
    expect(world.condition('Organization', 'acme')?.message).toContain('AIProvider acme/openai');
    await world.clock.advance(10_000);
    await inTurn(world);
    expect(world.api.inspect.rows('ai_secret')).toEqual([]);
    expect(world.namespaceNow('acme')).toBeUndefined();
  });

  it('of the whole namespace ends without delay where the right to its Secrets went first', async () => {
    const world = await withProvider(new TestWorld({ holdTokens: false }));
    expect(world.secretNow('acme', 'owner')?.metadata.finalizers).toBeUndefined();
    world.gate = async (side, request, call) => {
      if (side !== 'kube' || !request.path.includes('/secrets')) return call();
      const body = JSON.stringify({ kind: 'Status', code: 403, reason: 'Forbidden', message: 'secrets is forbidden' });
      return { status: 403, headers: { 'content-type': 'application/json' }, body };
    };
    await world.deleteNamespace('acme');
    await world.clock.advance(10_000);
    await world.reconcile('AIProvider', 'openai');
    await world.reconcile('Organization', 'acme');
    expect(world.api.inspect.rows('ai_secret')).toEqual([]);
    expect(world.now('Organization', 'acme')).toBeUndefined();
  });

  it('of the whole namespace ends although the API is down, and says what stays', async () => {
    const world = await withProvider();
    const id = world.status('AIProvider', 'openai').remote?.id ?? '';
    world.api.inject({ times: Infinity, fault: { kind: 'reset', acted: false } });
    await world.deleteNamespace('acme');
    await world.clock.advance(10_000);
    await inTurn(world);
    expect(world.namespaceNow('acme')).toBeUndefined();
    const released = world.events.find(({ reason }) => reason === 'Released');
    expect(released?.message).toContain(id);
    expect(world.api.inspect.rows('ai_secret')).toHaveLength(1);
  });
});

describe('moving the API URL', () => {
  const to = 'https://plane.example';
  const settings = { apiUrl: to };

  it('wants the URL as a second word', async () => {
    const world = new TestWorld();
    world.hosts.set(to, world.api.handle);
    await world.bound({ settings });
    expect(row(world)?.['api_url']).toBeNull();
    const stalled = world.condition('Organization', 'acme', 'Stalled');
    expect(stalled).toMatchObject({ status: 'True', reason: 'ConfirmationNeeded' });
    expect(stalled?.message).toContain('planewright.dev/confirm-api-url');
  });

  it('that is not confirmed keeps no dependant from its work', async () => {
    const world = new TestWorld();
    await world.bound({ settings });
    await world.secret('llm-keys', { openai: key });
    await world.apply('AIProvider', 'openai', openai);
    await world.reconcile('AIProvider', 'openai');
    expect(world.condition('AIProvider', 'openai')).toMatchObject({ status: 'True' });
  });

  const confirmed = { 'planewright.dev/confirm-api-url': to };
  const healthy =
    (world: TestWorld): Transport =>
    (request, signal) =>
      request.path === '/'
        ? Promise.resolve({ status: 200, headers: {}, body: 'ok' })
        : world.api.handle(request, signal);

  it('is made, confirmed through the new host, and the way back is remembered', async () => {
    const world = new TestWorld();
    world.hosts.set(to, healthy(world));
    await world.bound({ settings }, confirmed);
    expect(row(world)?.['api_url']).toBe(to);
    expect(world.status('Organization', 'acme')).toMatchObject({
      previousApiUrl: 'https://api.braintrust.dev',
      organization: { apiUrl: to },
    });
    expect(world.condition('Organization', 'acme')).toMatchObject({ status: 'True' });
    expect(world.status('Organization', 'acme').attempt).toBeUndefined();
  });

  it('is not begun while the target does not answer', async () => {
    const world = new TestWorld();
    world.hosts.set(to, () => Promise.resolve({ status: 502, headers: {}, body: '' }));
    await world.bound({ settings }, confirmed);
    expect(world.writes()).toEqual([]);
    expect(world.condition('Organization', 'acme', 'Stalled')).toMatchObject({ reason: 'TargetUnhealthy' });
  });

  it('is set back through the old host where the new one then fails', async () => {
    const world = new TestWorld();
    world.hosts.set(to, (request, signal) => {
      if (row(world)?.['api_url'] === to) return Promise.resolve({ status: 502, headers: {}, body: '' });
      return healthy(world)(request, signal);
    });
    await world.bound({ settings }, confirmed);
    expect(row(world)?.['api_url']).toBe('https://api.braintrust.dev');
    expect(world.condition('Organization', 'acme', 'Stalled')).toMatchObject({ reason: 'TargetUnhealthy' });
  });
});

describe('an engine that only observes', () => {
  it('reports what it would do and changes nothing', async () => {
    const world = new TestWorld({ mode: 'observe' });
    await world.bound({ settings: { imageRenderingMode: 'blocked' } });
    await world.secret('llm-keys', { openai: key });
    await world.apply('AIProvider', 'openai', openai);
    await world.reconcile('AIProvider', 'openai');
    expect(world.writes()).toEqual([]);
    expect(world.condition('AIProvider', 'openai')).toMatchObject({ status: 'False', reason: 'Observing' });
    expect(world.condition('AIProvider', 'openai')?.message).toContain('ai_secret.put');
    expect(world.now('AIProvider', 'openai')?.metadata.finalizers).toBeUndefined();
  });
});
