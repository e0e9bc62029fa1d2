import { describe, expect, it } from 'vitest';
import { describeChange } from '../../../src/dataplane/rollout/changes.ts';
import { condition, running } from '../support/running.ts';

describe('who else changes things', () => {
  it('sets a changed API Deployment back in the middle of a rollout, to what is due then', () => {
    const world = running();
    world.deployments.slowToStop.add('brainstore-writer');
    world.declare({ version: '2.9.0' });
    world.settle();
    world.log.length = 0;
    world.edit('Deployment', 'braintrust-api', (object) => {
      object.spec.template.spec.containers[0].image = 'public.ecr.aws/braintrust/standalone-api:v2.9.0';
      object.spec.replicas = 1;
    });
    world.pass();
    expect(world.image('braintrust-api')).toBe('v2.8.0');
    expect(world.log.map(describeChange)).toEqual([
      expect.stringContaining('set Deployment braintrust-api back (spec.replicas: 1 → 4'),
    ]);
    expect(condition(world, 'Drifted')).toMatchObject({ status: 'True' });
    expect(world.status?.drift).toContainEqual({
      field: 'Deployment/braintrust-api spec.replicas',
      desired: '4',
      observed: '1',
    });
    world.deployments.slowToStop.clear();
    world.settle();
    expect(world.status).toMatchObject({ phase: 'Ready', currentVersion: '2.9.0' });
    expect(condition(world, 'Drifted')).toMatchObject({ status: 'False' });
  });

  it('sets a Service back without calling the plane unready', () => {
    const world = running();
    world.edit('Service', 'braintrust-api', (object) => (object.spec.type = 'LoadBalancer'));
    world.pass();
    expect(world.object('Service', 'braintrust-api').spec).toMatchObject({ type: 'ClusterIP' });
    expect(condition(world, 'Ready')?.status).toBe('True');
    expect(condition(world, 'Drifted')?.status).toBe('True');
    world.settle();
    expect(condition(world, 'Drifted')?.status).toBe('False');
  });

  it('brings a deleted API Deployment back at the version that runs, before its turn', () => {
    const world = running();
    world.deployments.slowToStop.add('brainstore-reader');
    world.declare({ version: '2.9.0' });
    world.settle();
    world.remove('Deployment', 'braintrust-api');
    world.pass();
    expect(world.image('braintrust-api')).toBe('v2.8.0');
  });

  it('keeps what runs as it was even while the declaration cannot be followed', () => {
    const world = running();
    world.secretsState = { state: 'incomplete', problems: ['Secret plane is not there'] };
    world.edit('Deployment', 'brainstore-reader', (object) => (object.spec.replicas = 0));
    world.pass();
    expect(world.object('Deployment', 'brainstore-reader').spec).toMatchObject({ replicas: 2 });
  });

  it('removes what is no longer declared, and only what is ours', () => {
    const world = running();
    world.put({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'theirs', namespace: 'acme' },
      data: {},
    });
    world.declare({ network: { policies: 'None' } });
    world.settle();
    expect(world.has('NetworkPolicy', 'brainstore')).toBe(false);
    expect(world.has('ConfigMap', 'theirs')).toBe(true);
  });
});
