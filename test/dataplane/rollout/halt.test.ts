import { describe, expect, it } from 'vitest';
import { condition, running } from '../support/running.ts';

const minute = 60_000;

describe('a rollout that does not get on', () => {
  it('halts at its deadline, says how to go on, and goes on by itself once it can', () => {
    const world = running();
    world.deployments.neverReady.add('brainstore-reader');
    world.declare({ version: '2.9.0' });
    world.settle();
    expect(condition(world, 'Reconciling')?.message).toContain('ImagePullBackOff');
    world.now += 20 * minute;
    world.settle();
    expect(world.status?.phase).toBe('Halted');
    expect(world.status?.rollout).toMatchObject({ step: 'Readers', halted: { reason: 'StepDeadlineExceeded' } });
    expect(condition(world, 'Stalled')).toMatchObject({ status: 'True', reason: 'StepDeadlineExceeded' });
    expect(condition(world, 'Ready')?.message).toContain('Writer and API still run 2.8.0.');
    expect(condition(world, 'Ready')?.message).toContain('Or set spec.version back to 2.8.0.');
    expect(world.status?.history?.[0]).toMatchObject({ version: '2.9.0', result: 'Halted' });
    expect(world.image('brainstore-writer')).toBe('v2.8.0');
    world.deployments.neverReady.clear();
    world.settle();
    expect(world.status).toMatchObject({ phase: 'Ready', currentVersion: '2.9.0' });
    expect(world.status?.rollout).toBeUndefined();
  });

  it('halts before its deadline when the Deployment itself has given up', () => {
    const world = running();
    world.deployments.neverReady.add('brainstore-writer');
    world.deployments.givenUp.add('brainstore-writer');
    world.declare({ version: '2.9.0' });
    world.settle();
    expect(world.status?.rollout?.halted).toBeUndefined();
    world.now += minute;
    world.settle();
    expect(world.status?.rollout?.halted).toMatchObject({ reason: 'DeploymentFailed' });
  });

  it('gives the migration its own, longer time', () => {
    const world = running();
    world.deployments.neverReady.add('braintrust-api-migration');
    world.declare({ version: '2.9.0' });
    world.settle();
    world.now += 30 * minute;
    world.settle();
    expect(world.status?.phase).toBe('Migration');
    world.now += 31 * minute;
    world.settle();
    expect(world.status?.phase).toBe('Halted');
    expect(condition(world, 'Ready')?.message).toContain('kubectl logs');
  });

  it('can be mended by a newer version once it has halted, not before', () => {
    const world = running();
    world.deployments.neverReady.add('brainstore-writer');
    world.declare({ version: '2.9.0' });
    world.settle();
    world.declare({ version: '2.9.1' });
    world.settle();
    expect(world.status?.targetVersion).toBe('2.9.0');
    world.now += 20 * minute;
    world.settle();
    world.deployments.neverReady.clear();
    world.settle();
    expect(world.status?.currentVersion).toBe('2.9.1');
    expect(world.status?.history?.map(({ version, result }) => [version, result])).toEqual([
      ['2.9.1', 'Succeeded'],
      ['2.9.0', 'Superseded'],
      ['2.8.0', 'Succeeded'],
    ]);
  });

  it('gets its whole time again when what is rolled out is corrected', () => {
    const world = running();
    world.deployments.neverReady.add('brainstore-reader');
    world.declare({ version: '2.9.0' });
    world.settle();
    world.now += 20 * minute;
    world.settle();
    expect(world.status?.phase).toBe('Halted');
    world.declare({ brainstore: { reader: { verbose: false } } });
    world.settle();
    expect(world.status?.phase).toBe('Readers');
  });
});
