import { describe, expect, it } from 'vitest';
import { isSettled } from '../../../stacks/engine/pending.ts';
import { hasStopped, leftDeleted, without } from '../../../stacks/engine/stopped.ts';
import type { StackState, StateResource } from '../../../stacks/engine/state.ts';

const urnOf = (type: string, name: string): string => `urn:pulumi:prod::planewright::${type}::${name}`;
const nodes = 'aws:eks/nodeGroup:NodeGroup';
const cluster = 'aws:eks/cluster:Cluster';
const role = 'aws:iam/role:Role';

const resource = (type: string, name: string, more: Partial<StateResource> = {}): StateResource => ({
  urn: urnOf(type, name),
  type,
  custom: true,
  id: name,
  outputs: { name },
  ...more,
});
const deleted = (type: string, name: string, more: Partial<StateResource> = {}): StateResource =>
  resource(type, name, { pendingReplacement: true, ...more });
const stateOf = (...resources: readonly StateResource[]): StackState => ({
  version: 3,
  deployment: { resources, pending_operations: [] },
});
const namesOf = (resources: readonly StateResource[]): readonly (string | undefined)[] => resources.map(({ id }) => id);

describe('what a run had deleted and did not make anew', () => {
  it('is to be settled', () => {
    const state = stateOf(resource(cluster, 'c'), deleted(nodes, 'readers'));
    expect([isSettled(state), hasStopped(state)]).toEqual([false, true]);
    expect(namesOf(leftDeleted(state))).toEqual(['readers']);
  });

  it('is nothing in a state in which all is there', () => {
    const state = stateOf(resource(cluster, 'c'), resource(nodes, 'readers'));
    expect([isSettled(state), hasStopped(state), leftDeleted(state)]).toEqual([true, false, []]);
  });

  it.each([
    ['a cluster, by which a rebuild knows that it goes on', deleted(cluster, 'c')],
    ['what holds data, which the gate must see', deleted('aws:rds/instance:Instance', 'db')],
    ['what nobody knows, which may hold data', deleted('aws:new/thing:Thing', 'thing')],
  ])('stays in the state if it is %s', (_, one) => {
    expect(leftDeleted(stateOf(one))).toEqual([]);
  });

  it.each<readonly [string, (urn: string) => Partial<StateResource>]>([
    ['parent', (urn) => ({ parent: urn })],
    ['provider', (urn) => ({ provider: `${urn}::id` })],
    ['what it is deleted with', (urn) => ({ deletedWith: urn })],
    ['what it is replaced with', (urn) => ({ replaceWith: [urn] })],
  ])('stays as long as something that stays has it as %s', (_, by) => {
    const outer = deleted(role, 'outer');
    const inner = deleted(role, 'inner', by(outer.urn));
    expect(namesOf(leftDeleted(stateOf(outer, inner)))).toEqual(['outer', 'inner']);
    expect(namesOf(leftDeleted(stateOf(outer, inner, resource(role, 'on-outer', by(outer.urn)))))).toEqual(['inner']);
    // What is needed by something that is needed itself.
    expect(leftDeleted(stateOf(outer, inner, resource(role, 'on-inner', by(inner.urn))))).toEqual([]);
  });

  it('goes with the dependencies on it, without which the engine takes the state', () => {
    const gone = deleted(nodes, 'readers');
    const other = resource(role, 'other');
    const both = [gone.urn, other.urn];
    const on = resource(role, 'on', { dependencies: both, propertyDependencies: { name: both, path: null } });
    const state = stateOf(gone, other, on);
    expect(without(state, leftDeleted(state)).deployment.resources).toEqual([
      other,
      { ...on, dependencies: [other.urn], propertyDependencies: { name: [other.urn], path: null } },
    ]);
  });
});
