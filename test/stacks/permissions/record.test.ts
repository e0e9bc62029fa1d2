import { describe, expect, it } from 'vitest';
import type { Grant, Principal } from '../../../stacks/permissions/grant.ts';
import { changesBetween, permissionsRecord, recordOf } from '../../../stacks/permissions/record.ts';

const grant: Grant = { id: 'Read', allows: ['s3:Get*'], on: ['bucket'], neededBy: 'api', why: 'reads' };
const somebody = (...grants: readonly Grant[]): readonly Principal[] => [
  { principal: 'api', description: '', trusts: [], grants },
];
const between = (before: readonly Principal[], after: readonly Principal[]) =>
  changesBetween(recordOf(before), recordOf(after)).map(
    ({ change, principal, what }) => `${change} ${principal} ${what}`,
  );

describe('how rights changed since a release', () => {
  it('is nothing for equal tables, in whatever order, and with other reasons', () => {
    const write: Grant = { ...grant, id: 'Write', allows: ['s3:Put*'] };
    expect(between(somebody(grant, write), somebody(write, { ...grant, why: 'reads anew' }))).toEqual([]);
  });

  it('names each action that was added or removed', () => {
    expect(between(somebody(grant), somebody({ ...grant, allows: ['s3:Get*', 's3:List*'] }))).toEqual([
      'added api may s3:List* on bucket',
    ]);
    expect(between(somebody(grant), somebody())).toEqual(['removed api may s3:Get* on bucket']);
  });

  it('shows a wider condition or resource as one gone and one new', () => {
    const held: Grant = { ...grant, onlyIf: { Bool: { 'aws:SecureTransport': 'true' } } };
    expect(between(somebody(held), somebody(grant))).toEqual([
      'added api may s3:Get* on bucket',
      'removed api may s3:Get* on bucket if {"Bool":{"aws:SecureTransport":"true"}}',
    ]);
    const elsewhere: Grant = { ...grant, expression: 'a < b' };
    expect(between(somebody(grant), somebody(elsewhere))).toHaveLength(2);
  });

  it('names denials that were lifted, and policies of the cloud', () => {
    const [api] = somebody(grant);
    const before =
      api === undefined ? [] : [{ ...api, denies: [{ ...grant, id: 'Never', on: [], exceptOn: ['state'] }] }];
    expect(between(before, somebody(grant))).toEqual(['removed api may never s3:Get* on not state']);
    const managed = api === undefined ? [] : [{ ...api, managed: [{ name: 'Policy', neededBy: 'api', why: 'runs' }] }];
    expect(between(somebody(grant), managed)).toEqual(['added api may Policy on *']);
  });

  it('can be written down and read again', () => {
    const record = { version: '1.0.0', kinds: { 'BYOC/aws': recordOf(somebody({ ...grant, expression: 'x' })) } };
    expect(permissionsRecord.parse(JSON.parse(JSON.stringify(record)))).toEqual(record);
  });
});
