import { describe, expect, it } from 'vitest';
import { connectTo } from '../../src/cli/environment-cluster/connection.ts';
import { connectToLeave } from '../../src/cli/destroy/cluster.ts';
import type { StackState } from '../../stacks/engine/state.ts';
import { selfHosted } from '../stacks/support/environments.ts';
import { environmentIn, existingClusterText } from '../support/existing-cluster.ts';
import { fakeIo } from './fake-io.ts';

const urn = (type: string): string => `urn:pulumi:aws::planewright::${type}::x`;
const withCluster = {
  deployment: { resources: [{ urn: urn('c'), type: 'aws:eks/cluster:Cluster', custom: true, id: 'x' }] },
} as unknown as StackState;

describe('the cluster that a destroy lets go', () => {
  it('is, where it was brought, named by an option: what KUBECONFIG happens to say is not taken', async () => {
    const environment = await environmentIn(existingClusterText());
    const io = fakeIo({ env: { KUBECONFIG: '/somebody/elses' } });
    expect(await connectToLeave(environment, withCluster, {}, io)).toBeUndefined();
    const named = connectToLeave(environment, withCluster, { kubeconfig: '/nowhere' }, io);
    await expect(named).rejects.toThrow('/nowhere');
  });

  it('is one that the environment made, and where it cannot be reached the reason is said', async () => {
    const io = fakeIo({ env: { KUBECONFIG: '/somebody/elses' } });
    expect(await connectToLeave(selfHosted('aws'), withCluster, {}, io)).toBeUndefined();
    expect(io.errors).toMatch(/Where the cluster of \S+ is, its state does not say\. .*--kubeconfig/);
  });

  it('is not asked where a person goes on without it', async () => {
    const io = fakeIo();
    expect(await connectToLeave(selfHosted('aws'), withCluster, { withoutCluster: true }, io)).toBeUndefined();
    expect(io.errors).toBe('');
  });
});

it('takes no current context for a cluster that the environment made', async () => {
  const io = fakeIo({ env: { KUBECONFIG: '/somebody/elses' } });
  await expect(connectTo(selfHosted('aws'), undefined, {}, io)).rejects.toMatchObject({ code: 'NotBroughtUp' });
});
