import { describe, expect, it } from 'vitest';
import { condition, deploymentsTouched, running } from '../support/running.ts';
import { World } from '../support/world.ts';

describe('secrets', () => {
  it('rolls every component once, in order, when a secret changes', () => {
    const world = running();
    world.secret = 'secret-2';
    world.settle();
    expect(world.log[0]).toMatchObject({ action: 'applySecret', reason: 'Changed' });
    expect(deploymentsTouched(world)).toEqual([
      'brainstore-reader',
      'brainstore-fastreader',
      'brainstore-writer',
      'braintrust-api',
    ]);
  });

  it('finishes in order when a secret changes half way, and asks each component for it once', () => {
    const world = running();
    world.deployments.slowToStop.add('brainstore-writer');
    world.declare({ version: '2.9.0' });
    world.settle();
    world.secret = 'secret-2';
    world.deployments.slowToStop.clear();
    world.settle();
    expect(world.status).toMatchObject({ phase: 'Ready', currentVersion: '2.9.0' });
    // Created, then version, then secret; what was not due yet when the secret changed takes both at once.
    expect(world.templates('brainstore-reader')).toBe(3);
    expect(world.templates('braintrust-api')).toBe(2);
  });

  it('changes nothing while a source is incomplete, and says which', () => {
    const world = running();
    world.secretsState = {
      state: 'incomplete',
      problems: ['Secret plane, key postgres is not there (needed as PG_URL)'],
    };
    world.declare({ version: '2.9.0' });
    world.settle();
    expect(world.log).toEqual([]);
    expect(condition(world, 'Stalled')).toMatchObject({ status: 'True', reason: 'SecretIncomplete' });
    expect(condition(world, 'Ready')?.message).toContain('Secret plane, key postgres is not there');
  });

  it('makes a function secret key once, for a plane that never ran', () => {
    const world = new World();
    world.secretsState = { state: 'functionSecretKeyAbsent' };
    world.settle();
    expect(world.log.filter((change) => change.action === 'makeFunctionSecretKey')).toHaveLength(1);
    expect(world.status?.phase).toBe('Ready');
  });

  it('never makes a new one for a plane that ran, not even when the status was lost', () => {
    const world = running();
    world.secretsState = { state: 'functionSecretKeyAbsent' };
    world.settle();
    expect(condition(world, 'Stalled')).toMatchObject({ status: 'True', reason: 'FunctionSecretKeyLost' });
    world.status = undefined;
    world.settle();
    expect(condition(world, 'Stalled')).toMatchObject({ status: 'True', reason: 'FunctionSecretKeyLost' });
    expect(world.log).toEqual([]);
  });

  it('does not give the pods another function secret key unless somebody says so', () => {
    const world = running();
    world.functionSecretKey = 'function-2';
    world.settle();
    expect(condition(world, 'Stalled')).toMatchObject({ status: 'True', reason: 'FunctionSecretKeyChanged' });
    expect(world.log).toEqual([]);
    world.annotations = { 'planewright.dev/confirm-function-secret-key': 'function-2' };
    world.settle();
    expect(world.status).toMatchObject({ phase: 'Ready', secrets: { functionSecretKeyHash: 'function-2' } });
  });

  it('is not misled when only the key of the hashes was lost', () => {
    const world = running();
    world.functionSecretKey = 'hashed-anew';
    world.liveSecret = {
      state: 'present',
      value: { hash: 'hashed-anew', functionSecretKeyHash: 'hashed-anew', ours: true },
    };
    world.settle();
    expect(world.status).toMatchObject({ phase: 'Ready', secrets: { functionSecretKeyHash: 'hashed-anew' } });
  });

  it('puts the right function secret key back where somebody changed it in the composed Secret', () => {
    const world = running();
    world.liveSecret = { state: 'present', value: { hash: 'edited', functionSecretKeyHash: 'edited', ours: true } };
    world.settle();
    expect(world.log).toMatchObject([{ action: 'applySecret', reason: 'Changed' }]);
    expect(world.status?.phase).toBe('Ready');
  });

  it('does not take a Secret over that is not ours where the policy refuses', () => {
    const world = new World({ policy: { adoption: 'Refuse' } });
    world.liveSecret = { state: 'present', value: { hash: 'theirs', ours: false } };
    world.settle();
    expect(world.log).toEqual([]);
    expect(condition(world, 'Stalled')).toMatchObject({ status: 'True', reason: 'AlreadyExists' });
  });
});
