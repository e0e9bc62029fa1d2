import { describe, expect, it } from 'vitest';
import { row, synced } from './synced-provider.ts';
import { key, openai, TestWorld } from './world.ts';

describe('a new provider', () => {
  it('costs one read of the Secret, one write to the API and two to Kubernetes', async () => {
    const world = new TestWorld();
    await world.bound();
    await world.secret('llm-keys', { openai: key });
    await world.apply('AIProvider', 'openai', openai);
    const { api, kube } = world.mark;
    await world.reconcile('AIProvider', 'openai');
    await world.reconcile('AIProvider', 'openai');
    expect(world.writes(api)).toEqual(['PUT /v1/ai_secret']);
    const calls = world.kubeCalls(kube);
    expect(calls.filter((call) => call.startsWith('GET'))).toEqual(['GET /api/v1/namespaces/acme/secrets/llm-keys']);
    expect(calls.filter((call) => call.startsWith('PATCH'))).toHaveLength(2);
    expect(calls).toHaveLength(3);
    expect(world.api.inspect.holdsSecret(row(world)?.id ?? '', key)).toBe(true);
    expect(world.condition('AIProvider', 'openai')).toMatchObject({ status: 'True', reason: 'Synced' });
  });

  it('leaks its key nowhere', async () => {
    const world = await synced();
    expect(world.said()).not.toMatch(/canary/);
  });

  it('is left alone on the passes that follow', async () => {
    const world = await synced();
    const { api, kube } = world.mark;
    await world.clock.advance(600_000);
    await world.reconcile('AIProvider', 'openai');
    expect(world.writes(api)).toEqual([]);
    expect(world.kubeCalls(kube)).toEqual([]);
  });

  it('is not written a second time while the watch still shows it as it was', async () => {
    const world = new TestWorld();
    await world.bound();
    await world.secret('llm-keys', { openai: key });
    await world.apply('AIProvider', 'openai', openai);
    const { api } = world.mark;
    world.freeze();
    await world.reconcile('AIProvider', 'openai');
    await world.reconcile('AIProvider', 'openai');
    world.thaw();
    await world.reconcile('AIProvider', 'openai');
    expect(world.writes(api)).toEqual(['PUT /v1/ai_secret']);
  });

  it('is not written a second time by an engine that started after a crash', async () => {
    const world = await synced();
    const { api, kube } = world.mark;
    world.restarted();
    await world.reconcile('AIProvider', 'openai');
    expect(world.writes(api)).toEqual([]);
    expect(world.kubeCalls(kube).filter((call) => !call.startsWith('GET'))).toEqual([]);
  });

  it('sends the metadata in the spelling of the API', async () => {
    const world = await synced({
      type: 'azure',
      metadata: { apiBase: 'https://x.example', apiVersion: '1', models: ['a'] },
    });
    expect(row(world)?.['metadata']).toEqual({ api_base: 'https://x.example', api_version: '1', models: ['a'] });
  });
});

describe('the Secret', () => {
  it('that is missing is named, with its key, and nothing is called', async () => {
    const world = new TestWorld();
    await world.bound();
    await world.apply('AIProvider', 'openai', openai);
    const { api } = world.mark;
    await world.reconcile('AIProvider', 'openai');
    const stalled = world.condition('AIProvider', 'openai', 'Stalled');
    expect(stalled).toMatchObject({ status: 'True', reason: 'SecretMissing' });
    expect(stalled?.message).toMatch(/acme\/llm-keys.*openai/);
    expect(world.writes(api)).toEqual([]);
  });

  it('that lacks the key is named too', async () => {
    const world = new TestWorld();
    await world.bound();
    await world.secret('llm-keys', { other: key });
    await world.apply('AIProvider', 'openai', openai);
    await world.reconcile('AIProvider', 'openai');
    expect(world.condition('AIProvider', 'openai')).toMatchObject({ status: 'False', reason: 'SecretKeyMissing' });
  });

  it('that changes is sent once', async () => {
    const world = await synced();
    const { api } = world.mark;
    await world.secret('llm-keys', { openai: 'sk-canary-key-two-22222' });
    await world.reconcile('AIProvider', 'openai');
    await world.reconcile('AIProvider', 'openai');
    expect(world.writes(api)).toEqual([`PATCH /v1/ai_secret/${row(world)?.id ?? ''}`]);
    expect(world.api.inspect.holdsSecret(row(world)?.id ?? '', 'sk-canary-key-two-22222')).toBe(true);
  });

  it('is recorded as sent only after the API has accepted it', async () => {
    const world = await synced();
    await world.secret('llm-keys', { openai: 'sk-canary-key-two-22222' });
    world.api.inject({ method: 'PATCH', path: '/v1/ai_secret', fault: { kind: 'status', status: 503 } });
    await world.reconcile('AIProvider', 'openai');
    expect(world.condition('AIProvider', 'openai')).toMatchObject({ status: 'Unknown', reason: 'ServerError' });
    await world.clock.advance(10_000);
    world.restarted();
    await world.reconcile('AIProvider', 'openai');
    expect(world.api.inspect.holdsSecret(row(world)?.id ?? '', 'sk-canary-key-two-22222')).toBe(true);
    expect(world.condition('AIProvider', 'openai')).toMatchObject({ status: 'True' });
  });
});

describe('what others change', () => {
  const person = { name: 'Ann', email: 'ann@example.com', kind: 'person' } as const;

  it('in a declared field is reported and set back', async () => {
    const world = await synced({ metadata: { apiBase: 'https://x.example' } });
    world.api
      .actAs(person)
      .send('PATCH', `/v1/ai_secret/${row(world)?.id ?? ''}`, { metadata: { api_base: 'https://evil' } });
    await world.clock.advance(600_000);
    await world.reconcile('AIProvider', 'openai');
    expect(row(world)?.['metadata']).toEqual({ api_base: 'https://x.example' });
    const drifted = world.condition('AIProvider', 'openai', 'Drifted');
    expect(drifted).toMatchObject({ status: 'False', reason: 'Corrected' });
    expect(drifted?.message).toContain('metadata.api_base');
  });

  it('in a field that is not declared stays, and is no drift', async () => {
    const world = await synced({ metadata: { apiBase: 'https://x.example' } });
    const { api } = world.mark;
    world.api.actAs(person).send('PATCH', `/v1/ai_secret/${row(world)?.id ?? ''}`, { metadata: { models: ['a'] } });
    await world.clock.advance(600_000);
    await world.reconcile('AIProvider', 'openai');
    expect(world.writes(api)).toHaveLength(1);
    expect(world.condition('AIProvider', 'openai', 'Drifted')).toMatchObject({ status: 'False' });
  });

  it('in the key is noticed without reading it, and set back', async () => {
    const world = await synced();
    await world.clock.advance(5_000);
    world.api.actAs(person).send('PATCH', `/v1/ai_secret/${row(world)?.id ?? ''}`, { secret: 'sk-somebody-elses' });
    await world.clock.advance(600_000);
    await world.reconcile('AIProvider', 'openai');
    expect(world.api.inspect.holdsSecret(row(world)?.id ?? '', key)).toBe(true);
    expect(world.condition('AIProvider', 'openai', 'Drifted')?.message).toContain('secretRef');
  });

  it('is only reported where the resource is observed', async () => {
    const world = await synced();
    await world.clock.advance(5_000);
    await world.apply('AIProvider', 'openai', { ...openai, policy: { management: 'Observe' } });
    world.api.actAs(person).send('PATCH', `/v1/ai_secret/${row(world)?.id ?? ''}`, { secret: 'sk-somebody-elses' });
    await world.clock.advance(600_000);
    const { api } = world.mark;
    await world.reconcile('AIProvider', 'openai');
    expect(world.writes(api)).toEqual([]);
    expect(world.condition('AIProvider', 'openai', 'Drifted')).toMatchObject({ status: 'True' });
    expect(world.condition('AIProvider', 'openai')).toMatchObject({ status: 'False', reason: 'Observing' });
    expect(world.status('AIProvider', 'openai').drift).toMatchObject([{ field: 'secretRef' }]);
  });

  it('again and again is a fight: both sides are named and it is left alone', async () => {
    const world = await synced({ metadata: { apiBase: 'https://x.example' } });
    for (let round = 0; round < 4; round++) {
      world.api
        .actAs(person)
        .send('PATCH', `/v1/ai_secret/${row(world)?.id ?? ''}`, { metadata: { api_base: 'https://y.example' } });
      await world.clock.advance(600_000);
      await world.reconcile('AIProvider', 'openai');
    }
    expect(row(world)?.['metadata']).toEqual({ api_base: 'https://y.example' });
    const stalled = world.condition('AIProvider', 'openai', 'Stalled');
    expect(stalled).toMatchObject({ status: 'True', reason: 'Fight' });
    expect(stalled?.message).toMatch(/x\.example.*y\.example/);
  });

  it('by deleting it is made good', async () => {
    const world = await synced();
    world.api.actAs(person).send('DELETE', `/v1/ai_secret/${row(world)?.id ?? ''}`);
    await world.clock.advance(600_000);
    await world.reconcile('AIProvider', 'openai');
    expect(world.api.inspect.holdsSecret(row(world)?.id ?? '', key)).toBe(true);
  });

  it('takes a key out of a declared map by PUT, because a merge cannot', async () => {
    const world = await synced({ metadata: { additionalHeaders: { a: '1' } } });
    world.api.actAs(person).send('PATCH', `/v1/ai_secret/${row(world)?.id ?? ''}`, {
      metadata: { additionalHeaders: { b: '2' }, models: ['m'] },
    });
    await world.clock.advance(600_000);
    await world.reconcile('AIProvider', 'openai');
    expect(row(world)?.['metadata']).toEqual({ additionalHeaders: { a: '1' }, models: ['m'] });
    expect(world.api.inspect.holdsSecret(row(world)?.id ?? '', key)).toBe(true);
  });
});

describe('an object that was there before', () => {
  const person = { name: 'Ann', email: 'ann@example.com', kind: 'person' } as const;

  async function withPredecessor(adoption: 'Adopt' | 'Refuse'): Promise<TestWorld> {
    const world = new TestWorld();
    world.api.actAs(person).send('PUT', '/v1/ai_secret', { name: 'OPENAI_API_KEY', type: 'openai', secret: 'sk-old' });
    await world.clock.advance(3_600_000);
    return synced({ policy: { adoption } }, world);
  }

  it('is taken over by default', async () => {
    const world = await withPredecessor('Adopt');
    expect(world.api.inspect.holdsSecret(row(world)?.id ?? '', key)).toBe(true);
    expect(world.api.inspect.rows('ai_secret')).toHaveLength(1);
  });

  it('is left alone where adoption is refused, also on deletion', async () => {
    const world = await withPredecessor('Refuse');
    expect(world.condition('AIProvider', 'openai', 'Stalled')).toMatchObject({ reason: 'AdoptionRefused' });
    expect(world.api.inspect.holdsSecret(row(world)?.id ?? '', 'sk-old')).toBe(true);
    await world.delete('AIProvider', 'openai');
    await world.reconcile('AIProvider', 'openai');
    expect(world.now('AIProvider', 'openai')).toBeUndefined();
    expect(row(world)).toBeDefined();
  });

  it('is told from one that a cut-off create of ours made', async () => {
    const world = new TestWorld();
    await world.bound();
    await world.secret('llm-keys', { openai: key });
    await world.apply('AIProvider', 'openai', { ...openai, policy: { adoption: 'Refuse' } });
    world.api.inject({ method: 'PUT', path: '/v1/ai_secret', fault: { kind: 'reset', acted: true } });
    await world.reconcile('AIProvider', 'openai');
    expect(world.status('AIProvider', 'openai').attempt).toMatchObject({ operation: 'ai_secret.put' });
    await world.clock.advance(40_000);
    world.restarted();
    await world.reconcile('AIProvider', 'openai');
    expect(world.condition('AIProvider', 'openai')).toMatchObject({ status: 'True' });
    expect(world.status('AIProvider', 'openai').attempt).toBeUndefined();
    expect(world.api.inspect.rows('ai_secret')).toHaveLength(1);
  });
});
