import { describe, expect, it } from 'vitest';
import {
  isSettled,
  leftBehind,
  pendingCreates,
  settled,
  unread,
  type Finding,
} from '../../../stacks/engine/pending.ts';
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

function of(outcome: ReturnType<typeof settled>) {
  if ('unknown' in outcome) throw new Error(outcome.unknown.join());
  return outcome;
}

describe('what a killed run left pending', () => {
  it('is to be settled, and so is what was recorded and not read since', () => {
    expect(isSettled(stateOf([resource('a', { id: 'a', outputs: { arn: 'a' } })], []))).toBe(true);
    expect(isSettled(stateOf([resource('a', { id: 'a', outputs: {} })], []))).toBe(false);
    expect(isSettled(stateOf([], [creating('a')]))).toBe(false);
    const update: PendingOperation = { type: 'updating', resource: resource('b', { id: 'b' }) };
    expect(leftBehind(stateOf([resource('b', { id: 'b', outputs: {} })], [creating('a'), update]))).toEqual(['a', 'b']);
  });

  it('is recorded with its id where it was created', () => {
    const outcome = settled(stateOf([], [creating('a')]), findings(['a', { kind: 'present', id: 'a' }]));
    expect(outcome).toMatchObject({
      settlements: [{ name: 'a', what: 'recorded' }],
      state: { deployment: { resources: [{ urn: urn('a'), id: 'a', outputs: {} }] } },
    });
  });

  it('is dropped where it was not', () => {
    const outcome = settled(stateOf([], [creating('a')]), findings(['a', { kind: 'absent' }]));
    expect(outcome).toMatchObject({
      settlements: [{ what: 'dropped' }],
      state: { deployment: { resources: [] } },
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

  it('is recorded by what the provider reads it by, until that answers with its id', () => {
    const finding = { kind: 'present', id: 'rtbassoc-1', readBy: 'subnet-1/rtb-1' } as const;
    const { state } = of(settled(stateOf([], [creating('a')]), findings(['a', finding])));
    expect(state.deployment.resources).toMatchObject([{ id: 'subnet-1/rtb-1', outputs: {} }]);
  });

  it('is known as not read yet, until it has outputs', () => {
    const { state } = of(settled(stateOf([], [creating('a')]), findings(['a', { kind: 'present', id: 'a' }])));
    expect(unread(state).map(({ urn: one }) => one)).toEqual([urn('a')]);
    const read = stateOf([resource('a', { id: 'a', outputs: { bucket: 'a' } })], []);
    const provider = { urn: 'p', type: 'pulumi:providers:aws', custom: true, id: 'p', outputs: {} };
    const component = { urn: 'c', type: 'planewright:aws:storage', outputs: {} };
    expect(
      unread({ ...read, deployment: { resources: [...(read.deployment.resources ?? []), provider, component] } }),
    ).toEqual([]);
  });

  it('is dropped where making it once more does no harm', () => {
    const outcome = settled(stateOf([], [creating('a')]), findings(['a', { kind: 'again', why: 'it is a set' }]));
    expect(outcome).toMatchObject({ settlements: [{ what: 'dropped' }], state: { deployment: { resources: [] } } });
  });

  it('is read again where it was being changed or deleted, for it may have been', () => {
    const update: PendingOperation = { type: 'updating', resource: resource('a', { id: 'a' }) };
    const outcome = settled(stateOf([resource('a', { id: 'a' })], [update]), new Map());
    expect(outcome).toMatchObject({ settlements: [{ what: 'reread' }] });
    expect(pendingCreates(stateOf([], [update]))).toEqual([]);
  });

  const old = { id: 'old', outputs: { arn: 'arn' } };

  it('takes the place of what it replaces, which is deleted then as the engine would', () => {
    const state = stateOf([resource('a', old)], [creating('a')]);
    const after = of(settled(state, findings(['a', { kind: 'present', id: 'new' }])));
    expect(after.state.deployment.resources).toMatchObject([{ id: 'new' }, { id: 'old', delete: true }]);
  });

  it('takes the place of what was deleted already to be replaced', () => {
    const state = stateOf([resource('a', { ...old, pendingReplacement: true })], [creating('a')]);
    const after = of(settled(state, findings(['a', { kind: 'present', id: 'old' }])));
    expect(after.state.deployment.resources).toEqual([{ ...resource('a'), id: 'old', outputs: {} }]);
  });

  it('is dropped where only what it would replace is found', () => {
    const state = stateOf([resource('a', old)], [creating('a')]);
    const after = of(settled(state, findings(['a', { kind: 'present', id: 'old' }])));
    expect(after).toMatchObject({ settlements: [{ what: 'dropped' }] });
    expect(after.state.deployment.resources).toEqual([resource('a', old)]);
  });

  it('is recorded after what it depends on', () => {
    const state = stateOf([], [creating('b', { dependencies: [urn('a')] }), creating('a')]);
    const found = findings(['a', { kind: 'present', id: 'a' }], ['b', { kind: 'present', id: 'b' }]);
    expect(of(settled(state, found)).state.deployment.resources?.map((one) => one.urn)).toEqual([urn('a'), urn('b')]);
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
