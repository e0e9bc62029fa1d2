import { describe, expect, it } from 'vitest';
import { healthOf } from '../../../src/dataplane/rollout/health.ts';
import type { DeploymentStatus, LiveObject } from '../../../src/dataplane/rollout/observed.ts';
import { planeContext } from '../support/planes.ts';
import { find } from '../support/rendered.ts';

const desired = find(planeContext(), 'Deployment', 'brainstore-reader');
const live = (generation: number, status: DeploymentStatus): LiveObject => ({
  ...desired,
  metadata: { ...desired.metadata, generation },
  status,
});
const all = { replicas: 2, updatedReplicas: 2, availableReplicas: 2 };

describe('the health of a Deployment', () => {
  it('is judged by what it says of the generation that is there', () => {
    expect(healthOf(desired, live(3, { ...all, observedGeneration: 2 }), []).state).toBe('rolling');
    expect(healthOf(desired, live(3, { ...all, observedGeneration: 3 }), []).state).toBe('settled');
    expect(healthOf(desired, live(1, {}), []).state).toBe('rolling');
  });

  it.each([
    ['an old pod is left', { replicas: 3 }],
    ['a pod is not updated', { updatedReplicas: 1 }],
    ['a pod is not available', { availableReplicas: 1 }],
  ])('is not settled while %s', (_, difference) => {
    expect(healthOf(desired, live(1, { ...all, observedGeneration: 1, ...difference }), []).state).toBe('rolling');
  });

  it('names the pod that does not get on, and why', () => {
    const pod = {
      name: 'reader-1',
      app: 'brainstore-reader',
      image: 'x',
      terminating: false,
      trouble: 'Unschedulable',
    };
    const health = healthOf(desired, live(1, { ...all, availableReplicas: 1, observedGeneration: 1 }), [pod]);
    expect(health).toMatchObject({
      sentence: expect.stringContaining('1 available (pod reader-1: Unschedulable)') as string,
    });
  });

  it('has failed when the Deployment says so itself', () => {
    const conditions = [{ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' }];
    const status = { ...all, availableReplicas: 0, observedGeneration: 1, conditions };
    expect(healthOf(desired, live(1, status), []).state).toBe('failed');
  });
});
