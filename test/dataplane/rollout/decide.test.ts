import { describe, expect, it } from 'vitest';
import { describeChange } from '../../../src/dataplane/rollout/changes.ts';
import { condition, deploymentsTouched, running } from '../support/running.ts';
import { World } from '../support/world.ts';

const minute = 60_000;

describe('a first rollout', () => {
  it('goes secrets, readers, writer, one migrating pod, API, and ends Ready', () => {
    const world = new World({ version: '2.8.0' });
    const phases: string[] = [];
    for (let turn = 0; turn < 40; turn += 1) {
      const { phase } = world.pass();
      if (phases.at(-1) !== phase) phases.push(phase);
      world.deployments.run();
      world.now += 5_000;
    }
    expect(phases).toEqual(['Secrets', 'Readers', 'Writer', 'Migration', 'Api', 'Ready']);
    expect(deploymentsTouched(world)).toEqual([
      'brainstore-reader',
      'brainstore-fastreader',
      'brainstore-writer',
      'braintrust-api-migration',
      'braintrust-api',
    ]);
    expect(world.status).toMatchObject({ phase: 'Ready', currentVersion: '2.8.0', readyOnce: true });
    expect(world.status?.history).toMatchObject([{ version: '2.8.0', result: 'Succeeded' }]);
    expect(world.status?.targetVersion).toBeUndefined();
    expect(condition(world, 'Ready')).toMatchObject({ status: 'True', reason: 'Running' });
    expect(condition(world, 'Reconciling')).toMatchObject({ status: 'False' });
  });

  it('removes the migrating pod when all is done, and nothing else', () => {
    const world = running();
    expect(world.has('Deployment', 'braintrust-api-migration')).toBe(false);
    expect(world.has('ConfigMap', 'braintrust-api-migration')).toBe(false);
    expect(world.status?.inventory).toHaveLength(world.objects.size);
  });

  it('then writes nothing and changes no word of its status', () => {
    const world = running();
    const before = structuredClone(world.status);
    world.now += 60 * minute;
    expect(world.pass().changes).toEqual([]);
    expect(world.status).toEqual(before);
  });
});

describe('an upgrade', () => {
  it('moves one component after the other, the API last', () => {
    const world = running();
    world.declare({ version: '2.9.0' });
    world.settle();
    expect(deploymentsTouched(world)).toEqual([
      'brainstore-reader',
      'brainstore-fastreader',
      'brainstore-writer',
      'braintrust-api-migration',
      'braintrust-api',
    ]);
    expect(world.status).toMatchObject({ currentVersion: '2.9.0', phase: 'Ready' });
    expect(world.status?.history?.map((entry) => entry.version)).toEqual(['2.9.0', '2.8.0']);
  });

  it('shows what comes before it comes, and does it in no other way', () => {
    const world = running();
    world.declare({ version: '2.9.0' });
    const { changes, upcoming } = world.look();
    expect(changes.map(describeChange)[0]).toContain('update Deployment brainstore-reader');
    expect(changes.map(describeChange)[0]).toContain('v2.8.0 → public.ecr.aws/braintrust/brainstore:v2.9.0');
    expect(upcoming.map(describeChange).join()).toContain('update Deployment braintrust-api');
  });

  it('waits until old Brainstore pods are gone, not only until new ones are ready', () => {
    const world = running();
    world.deployments.slowToStop.add('brainstore-writer');
    world.declare({ version: '2.9.0' });
    world.settle();
    expect(world.status).toMatchObject({ phase: 'Migration', targetVersion: '2.9.0', currentVersion: '2.8.0' });
    expect(condition(world, 'Reconciling')?.message).toMatch(
      /older Brainstore pod.*brainstore-writer-\d+ \(2\.8\.0, terminating\)/,
    );
    expect(world.image('braintrust-api')).toBe('v2.8.0');
    expect(world.has('Deployment', 'braintrust-api-migration')).toBe(false);
    world.deployments.slowToStop.clear();
    world.settle();
    expect(world.status).toMatchObject({ phase: 'Ready', currentVersion: '2.9.0' });
  });

  it('does not let the writer write before old readers are gone', () => {
    const world = running();
    world.deployments.slowToStop.add('brainstore-fastreader');
    world.declare({ version: '2.9.0' });
    world.settle();
    expect(world.status?.phase).toBe('Writer');
    expect(world.image('brainstore-writer')).toBe('v2.8.0');
  });

  it('starts no API pod while the migrating one is not ready', () => {
    const world = running();
    world.deployments.neverReady.add('braintrust-api-migration');
    world.declare({ version: '2.9.0' });
    world.settle();
    expect(world.status?.phase).toBe('Migration');
    expect(world.image('braintrust-api-migration')).toBe('v2.9.0');
    expect(world.image('braintrust-api')).toBe('v2.8.0');
  });

  it('goes from one version to the next, never two at once', () => {
    const world = running();
    world.deployments.slowToStop.add('brainstore-writer');
    world.declare({ version: '2.9.0' });
    world.settle();
    world.declare({ version: '2.10.0' });
    world.settle();
    expect(world.status).toMatchObject({ targetVersion: '2.9.0', phase: 'Migration' });
    expect(condition(world, 'Ready')?.message).toContain('Version 2.10.0 comes after it.');
    world.deployments.slowToStop.clear();
    world.settle();
    expect(world.status?.currentVersion).toBe('2.10.0');
    expect(world.status?.history?.map(({ version, result }) => [version, result])).toEqual([
      ['2.10.0', 'Succeeded'],
      ['2.9.0', 'Succeeded'],
      ['2.8.0', 'Succeeded'],
    ]);
  });

  it('can be given up while only readers have changed', () => {
    const world = running();
    world.deployments.neverReady.add('brainstore-reader');
    world.declare({ version: '2.9.0' });
    world.settle();
    world.declare({ version: '2.8.0' });
    world.deployments.neverReady.clear();
    world.settle();
    expect(world.status).toMatchObject({ phase: 'Ready', currentVersion: '2.8.0' });
    expect(world.image('brainstore-reader')).toBe('v2.8.0');
    expect(world.image('brainstore-writer')).toBe('v2.8.0');
  });

  it('watches for the time of soaking before it counts as done', () => {
    const world = running();
    world.declare({ version: '2.9.0', rollout: { soak: '10m' } });
    world.settle();
    expect(world.status).toMatchObject({ phase: 'Soak', currentVersion: '2.8.0' });
    world.now += 10 * minute;
    world.settle();
    expect(world.status).toMatchObject({ phase: 'Ready', currentVersion: '2.9.0' });
  });
});
