import { describe, expect, it } from 'vitest';
import { synced } from './synced-provider.ts';
import { key, openai, TestWorld } from './world.ts';

describe('a project’s own key', () => {
  it('is a variable of the project, told from an organization’s by its type', async () => {
    const world = new TestWorld();
    await world.bound();
    await world.secret('llm-keys', { openai: key });
    await world.apply('AIProvider', 'openai', { ...openai, project: { ref: 'chat' } });
    await world.reconcile('AIProvider', 'openai');
    expect(world.condition('AIProvider', 'openai')).toMatchObject({ status: 'False', reason: 'ProjectMissing' });
    await world.apply('Project', 'chat', { organizationRef: { name: 'acme' }, name: 'chat' });
    await world.reconcile('Project', 'chat');
    await world.reconcile('AIProvider', 'openai');
    expect(world.condition('AIProvider', 'openai')).toMatchObject({ status: 'True' });
    expect(world.api.inspect.find('env_var', { name: 'OPENAI_API_KEY' })).toMatchObject({ secret_type: 'openai' });
  });
});

describe('copies', () => {
  const copies = { namespaceSelector: { matchLabels: { llm: 'yes' } } };
  const ask = { 'planewright.dev/ai-providers': 'other/x, acme/openai' };

  async function copied(): Promise<TestWorld> {
    const world = new TestWorld({ namespaces: ['app', 'silent', 'closed'] });
    await world.namespace('app', { llm: 'yes' }, ask);
    await world.namespace('silent', { llm: 'yes' });
    await world.namespace('closed', { llm: 'no' }, ask);
    return synced({ copies }, world);
  }

  it('go only where both sides agree', async () => {
    const world = await copied();
    expect(world.secretNow('app', 'openai')?.data).toEqual({ openai: Buffer.from(key).toString('base64') });
    expect(world.secretNow('silent', 'openai')).toBeUndefined();
    expect(world.secretNow('closed', 'openai')).toBeUndefined();
    expect(world.status('AIProvider', 'openai').copies).toMatchObject([{ namespace: 'app', secretName: 'openai' }]);
  });

  it('follow the key, and are made again where they are lost', async () => {
    const world = await copied();
    const { kube } = world.mark;
    await world.reconcile('AIProvider', 'openai');
    expect(world.kubeCalls(kube)).toEqual([]);
    await world.secret('llm-keys', { openai: 'sk-canary-key-two-22222' });
    await world.reconcile('AIProvider', 'openai');
    expect(world.secretNow('app', 'openai')?.data?.['openai']).toBe(
      Buffer.from('sk-canary-key-two-22222').toString('base64'),
    );
    await world.deleteSecret('openai', 'app');
    await world.reconcile('AIProvider', 'openai');
    expect(world.secretNow('app', 'openai')).toBeDefined();
  });

  it('are taken away when no longer asked for, and with the provider', async () => {
    const world = await copied();
    await world.namespace('app', { llm: 'yes' }, { 'planewright.dev/ai-providers': '' });
    await world.reconcile('AIProvider', 'openai');
    expect(world.secretNow('app', 'openai')).toBeUndefined();
    await world.namespace('app', { llm: 'yes' }, ask);
    await world.reconcile('AIProvider', 'openai');
    expect(world.secretNow('app', 'openai')).toBeDefined();
    await world.delete('AIProvider', 'openai');
    await world.reconcile('AIProvider', 'openai');
    expect(world.secretNow('app', 'openai')).toBeUndefined();
  });

  it('never replace a Secret of somebody else', async () => {
    const world = new TestWorld({ namespaces: ['app'] });
    await world.namespace('app', { llm: 'yes' }, ask);
    await world.secret('openai', { theirs: 'x' }, 'app');
    await synced({ copies }, world);
    expect(world.secretNow('app', 'openai')?.data).toEqual({ theirs: Buffer.from('x').toString('base64') });
    expect(world.condition('AIProvider', 'openai', 'Stalled')).toMatchObject({ reason: 'CopyRefused' });
  });
});
