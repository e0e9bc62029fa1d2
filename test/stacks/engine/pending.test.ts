import { describe, expect, it } from 'vitest';
import { pendingCreates, settled, type Finding } from '../../../stacks/engine/pending.ts';
import type { PendingOperation, StackState, StateResource } from '../../../stacks/engine/state.ts';

const urn = (name: string): string => `urn:pulumi:prod::planewright::aws:s3/bucket:Bucket::${name}`;
const resource = (name: string, more: Partial<StateResource> = {}): StateResource => ({
  urn: urn(name),
  type: 'aws:s3/bucket:Bucket',
  custom: true,
  inputs: { bucket: name },
  ...more,
});
const stateOf = (resources: readonly StateResource[], pending: readonly PendingOperation[]): StackState => ({
  version: 3,
  deployment: { resources, pending_operations: pending },
});
const creating = (name: string, more: Partial<StateResource> = {}): PendingOperation => ({
  type: 'creating',
  resource: resource(name, more),
});
const findings = (...all: readonly [string, Finding][]): ReadonlyMap<string, Finding> =>
  new Map(all.map(([name, finding]) => [urn(name), finding]));

describe('what a killed run left pending', () => {
  it('is recorded with its id where it was created', () => {
    const outcome = settled(stateOf([], [creating('a')]), findings(['a', { kind: 'present', id: 'a' }]));
    expect(outcome).toMatchObject({
      settlements: [{ name: 'a', what: 'recorded' }],
      state: { deployment: { resources: [{ urn: urn('a'), id: 'a', outputs: {} }], pending_operations: [] } },
    });
  });

  it('is dropped where it was not', () => {
    const outcome = settled(stateOf([], [creating('a')]), findings(['a', { kind: 'absent' }]));
    expect(outcome).toMatchObject({
      settlements: [{ what: 'dropped' }],
      state: { deployment: { resources: [], pending_operations: [] } },
    });
  });

  it('changes nothing at all while one look-up proved nothing', () => {
    const state = stateOf([], [creating('a'), creating('b')]);
    const outcome = settled(
      state,
      findings(['a', { kind: 'absent' }], ['b', { kind: 'unknown', reason: 'access denied' }]),
    );
    expect(outcome).toEqual({ unknown: ['b: access denied'] });
  });

  it('leaves updates and deletions to the engine, which repeats them', () => {
    const update: PendingOperation = { type: 'updating', resource: resource('a', { id: 'a' }) };
    const outcome = settled(stateOf([resource('a', { id: 'a' })], [update]), new Map());
    expect(outcome).toMatchObject({
      settlements: [{ what: 'repeated' }],
      state: { deployment: { pending_operations: [update] } },
    });
    expect(pendingCreates(stateOf([], [update]))).toEqual([]);
  });

  it('is recorded after its parent and its provider, which may have been pending too', () => {
    const provider = 'urn:pulumi:prod::planewright::pulumi:providers:aws::aws';
    const child = creating('child', { parent: urn('parent'), provider: `${provider}::some-id` });
    const outcome = settled(
      stateOf(
        [{ urn: provider, type: 'pulumi:providers:aws', custom: true, id: 'some-id' }],
        [child, creating('parent')],
      ),
      findings(['child', { kind: 'present', id: 'child' }], ['parent', { kind: 'present', id: 'parent' }]),
    );
    const order = 'state' in outcome ? outcome.state.deployment.resources?.map((one) => one.urn) : [];
    expect(order).toEqual([provider, urn('parent'), urn('child')]);
  });
});
