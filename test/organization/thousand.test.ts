import { describe, expect, it } from 'vitest';
import { key, openai, TestWorld } from './world.ts';

const organizationRef = { name: 'acme' };

describe('many objects', () => {
  it('cost a pass that changes nothing no more than the pages of the lists', async () => {
    const world = new TestWorld();
    await world.bound();
    await world.secret('llm-keys', { openai: key });
    const names: [kind: 'AIProvider' | 'EnvironmentVariable' | 'Project', name: string][] = [];
    const secretRef = { name: 'llm-keys', key: 'openai' };
    for (let n = 0; n < 60; n++) {
      names.push(['Project', `p${n}`], ['AIProvider', `a${n}`], ['EnvironmentVariable', `e${n}`]);
      await world.apply('Project', `p${n}`, { organizationRef, name: `p${n}`, tags: [{ name: 'good' }] });
      await world.apply('AIProvider', `a${n}`, { ...openai, name: `KEY_${n}` });
      const scope = { type: 'Project', project: { ref: `p${n % 3}` } } as const;
      await world.apply('EnvironmentVariable', `e${n}`, { organizationRef, name: `VAR_${n}`, scope, secretRef });
    }
    for (const [kind, name] of names) await world.reconcile(kind, name);
    for (const [kind, name] of names) expect(world.condition(kind, name), name).toMatchObject({ status: 'True' });
    await world.clock.advance(600_000);
    await world.reconcile('Organization', 'acme');
    const { api, kube } = world.mark;
    await world.clock.run(
      Promise.all(
        names.map(([kind, name]) =>
          world.engine.reconcile(kind, { namespace: 'acme', name }, new AbortController().signal),
        ),
      ),
    );
    const calls = world.calls(api).toSorted();
    // A page and the empty one after it for each kind; one list for each of the three projects with variables.
    expect(calls).toEqual([
      ...['GET /v1/ai_secret', 'GET /v1/ai_secret'],
      ...['GET /v1/env_var', 'GET /v1/env_var', 'GET /v1/env_var'],
      ...['GET /v1/project', 'GET /v1/project'],
      ...['GET /v1/project_tag', 'GET /v1/project_tag'],
    ]);
    expect(world.kubeCalls(kube)).toEqual([]);
  });
});
