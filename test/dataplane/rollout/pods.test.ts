import { describe, expect, it } from 'vitest';
import { podsOf } from '../../../src/dataplane/rollout/pods.ts';

const pod = (name: string, more: Record<string, unknown> = {}, metadata: Record<string, unknown> = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, labels: { app: 'brainstore-reader' }, ...metadata },
  spec: {
    containers: [
      { name: 'istio-proxy', image: 'mesh:v9.9.9' },
      { name: 'brainstore-reader', image: 'brainstore:v2.9.0' },
    ],
  },
  ...more,
});

describe('pods as decisions see them', () => {
  it('have the image of the container of the contract, whatever a mesh puts beside it', () => {
    expect(podsOf([pod('a')])).toEqual([
      { name: 'a', app: 'brainstore-reader', image: 'brainstore:v2.9.0', terminating: false },
    ]);
  });

  it('count while they terminate, and no longer when they have ended', () => {
    const terminating = pod('a', { status: { phase: 'Running' } }, { deletionTimestamp: '2026-01-01T00:00:00Z' });
    expect(podsOf([terminating])).toMatchObject([{ terminating: true }]);
    expect(podsOf([pod('b', { status: { phase: 'Failed' } }), pod('c', { status: { phase: 'Succeeded' } })])).toEqual(
      [],
    );
  });

  it('say what keeps them, if anything does', () => {
    const waiting = (reason: string) => ({
      status: { containerStatuses: [{ name: 'x', state: { waiting: { reason } } }] },
    });
    expect(podsOf([pod('a', waiting('ImagePullBackOff'))])).toMatchObject([{ trouble: 'ImagePullBackOff' }]);
    expect(podsOf([pod('a', waiting('ContainerCreating'))])[0]).not.toHaveProperty('trouble');
    const conditions = [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable' }];
    expect(podsOf([pod('a', { status: { conditions } })])).toMatchObject([{ trouble: 'Unschedulable' }]);
  });
});
