import { describe, expect, it } from 'vitest';
import { heldUp } from '../../src/cli/engine/rebuild.ts';
import { isOfAnotherCluster } from '../../stacks/engine/cluster.ts';
import type { StackState, StateResource } from '../../stacks/engine/state.ts';

const type = 'aws:eks/cluster:Cluster';
const role = { operation: 'update', type: 'aws:iam/role:Role' } as const;
const left =
  'planewright up prod carries that out. If that run was a rebuild that had deleted the old cluster, nothing is left to rebuild then.';

function stateOf(...resources: readonly Partial<StateResource>[]): StackState {
  const whole = resources.map((one) => ({ urn: `urn:pulumi:prod::planewright::${type}::one`, type, ...one }));
  return { version: 3, deployment: { resources: whole } };
}

describe('a rebuild before which something else waits', () => {
  it('names the command that carries other changes out', () => {
    const refused = heldUp('environments/prod.yaml', 'prod', [role], stateOf({}));
    expect(refused).toMatchObject({ code: 'UpdateRefused', message: '1 change of prod waits to be carried out.' });
    expect(refused.next).toMatch(/^First planewright up environments\/prod\.yaml:/);
  });

  it('asks for no second rebuild where a killed one has deleted the old cluster', () => {
    const refused = heldUp('prod', 'prod', [role, { operation: 'create', type }], stateOf());
    expect(refused.message).toContain('stopped between deleting and making anew');
    expect(refused.next).toBe(left);
  });

  it('asks for none where a killed one has made the new cluster, and not what belongs to it', () => {
    const nodes = { type: 'aws:eks/nodeGroup:NodeGroup', pendingReplacement: true };
    expect(heldUp('prod', 'prod', [role], stateOf({}, nodes)).next).toBe(left);
  });
});

describe('the address of a cluster in the outputs', () => {
  const endpoint = 'https://abc.gr7.eu-west-1.eks.amazonaws.com';

  it('is that of the cluster in the state', () => {
    expect(isOfAnotherCluster(stateOf({ outputs: { endpoint } }), endpoint)).toBe(false);
  });

  it.each([
    ['was deleted', stateOf()],
    ['is deleted and to be made anew', stateOf({ outputs: { endpoint }, pendingReplacement: true })],
    ['was made anew by a run that wrote no outputs', stateOf({ outputs: { endpoint: 'https://def.gr7.example' } })],
    ['was recorded and not read yet', stateOf({ outputs: {} })],
  ])('is of another one where the cluster %s', (_, state) => {
    expect(isOfAnotherCluster(state, endpoint)).toBe(true);
  });
});
