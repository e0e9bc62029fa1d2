import { describe, expect, it } from 'vitest';
import { container, deployment } from './support/deployments.ts';
import { definition, testWorld, thing, things } from './support/world.ts';

describe('what an applier leaves out', () => {
  it('takes a struct away whole, with the defaults in it, when its last applier leaves it out', async () => {
    const { apply } = testWorld();
    const path = '/apis/apps/v1/namespaces/default/deployments/d';
    const probed = { ...container('web'), readinessProbe: { httpGet: { path: '/', port: 80 } } };
    await apply(path, deployment({}, [probed]));
    const { at } = await apply(path, deployment({}, [container('web')]));
    expect(at('spec', 'template', 'spec', 'containers', 0, 'readinessProbe')).toBeUndefined();
  });

  it('leaves an item its key, whoever owned that, while another owns something in it', async () => {
    const { apply } = testWorld();
    const path = '/apis/apps/v1/namespaces/default/deployments/d';
    await apply(path, deployment({}, [container('web'), container('side')]));
    await apply(path, deployment({}, [{ name: 'side', image: 'nginx' }]), { fieldManager: 'm2', force: 'true' });
    const { at } = await apply(path, deployment({}, [container('web')]));
    expect(at('spec', 'template', 'spec', 'containers')).toMatchObject([
      { name: 'web' },
      { name: 'side', image: 'nginx' },
    ]);
  });

  it('refuses to empty an object of a custom resource that its applier still names', async () => {
    const fields = { type: 'object', properties: { m: { type: 'object', additionalProperties: { type: 'string' } } } };
    const world = testWorld({ definitions: [definition('Thing', fields)] });
    await world.apply(`${things}/t`, thing('t', { m: { a: '1' } }));
    const { status, message } = await world.apply(`${things}/t`, thing('t', { m: {} }));
    expect(status).toBe(422);
    expect(message).toContain('spec.m: Invalid value: "null": spec.m in body must be of type object: "null"');
  });
});
