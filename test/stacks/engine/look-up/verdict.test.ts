import { describe, expect, it } from 'vitest';
import { verdictOf, type Candidate } from '../../../../stacks/engine/look-up/verdict.ts';
import type { StateResource } from '../../../../stacks/engine/state.ts';

const key: StateResource = {
  urn: 'urn:pulumi:prod::planewright::aws:kms/key:Key::encryption-key',
  type: 'aws:kms/key:Key',
  inputs: { description: 'Everything at rest' },
};
const there = (id: string, description = 'Everything at rest'): Candidate => ({
  id,
  read: { kind: 'there', id, outputs: { description, policy: '{}' } },
});
const gone = (id: string): Candidate => ({ id, read: { kind: 'gone' } });
const verdict = (...candidates: readonly Candidate[]) => verdictOf(key, ['description'], candidates);

describe('the verdict on candidates', () => {
  it('is that it is there, where one is just what was asked for', () => {
    expect(verdict(there('one'), there('two', 'Alarms'))).toEqual({ kind: 'present', id: 'one' });
  });

  it('is that it is not there, where none is listed, or what is listed is gone or another one', () => {
    expect(verdict()).toEqual({ kind: 'absent' });
    expect(verdict(gone('pending-deletion'), there('two', 'Alarms'))).toEqual({ kind: 'absent' });
  });

  it('counts neither a key that waits for its deletion nor a gateway that was terminated', () => {
    expect(verdict(gone('old'), there('new'))).toEqual({ kind: 'present', id: 'new' });
  });

  it('is none between two that live, and names both', () => {
    expect(verdict(there('one'), there('two'))).toEqual({
      kind: 'unknown',
      reason: 'there are several of it: one, two',
    });
  });

  it('is none while one of them cannot be read', () => {
    const hidden: Candidate = { id: 'two', read: { kind: 'failed', reason: 'AccessDenied' } };
    expect(verdict(there('one'), hidden)).toEqual({ kind: 'unknown', reason: 'two could not be read: AccessDenied' });
  });

  it('is the id that the provider answers with, and the text that it was read by, where that is another', () => {
    const read = { kind: 'there', id: 'rtbassoc-1', outputs: {} } as const;
    expect(verdictOf({ ...key, inputs: {} }, [], [{ id: 'subnet-1/rtb-1', read }])).toEqual({
      kind: 'present',
      id: 'rtbassoc-1',
      readBy: 'subnet-1/rtb-1',
    });
  });
});
