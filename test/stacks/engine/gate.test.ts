import { describe, expect, it } from 'vitest';
import { refusals } from '../../../stacks/engine/gate.ts';
import { holdsData, type Operation, type Step } from '../../../stacks/engine/step.ts';

const step = (operation: Operation, more: Partial<Step> = {}): Step => ({
  operation,
  urn: `urn:pulumi:prod::planewright::planewright:aws:storage$aws:s3/bucket:Bucket::${more.name ?? 'data'}`,
  type: 'aws:s3/bucket:Bucket',
  name: 'data',
  concern: 'storage',
  holdsData: true,
  changed: [],
  replacing: [],
  protectedBefore: true,
  protectedAfter: true,
  logical: false,
  ...more,
});

describe('the gate before an update', () => {
  it.each<Operation>(['delete', 'replace', 'create-replacement', 'delete-replaced', 'discard', 'discard-replaced'])(
    'refuses to %s what holds data',
    (operation) => {
      expect(refusals([step(operation)])).toHaveLength(1);
    },
  );

  it.each<Operation>(['same', 'create', 'update', 'import', 'read', 'refresh'])('lets %s pass', (operation) => {
    expect(refusals([step(operation)])).toEqual([]);
  });

  it('lets what holds no data be replaced and deleted', () => {
    expect(refusals([step('replace', { holdsData: false }), step('delete', { holdsData: false })])).toEqual([]);
  });

  it('refuses once where the engine tells a replacement in three steps', () => {
    const steps = (['create-replacement', 'replace', 'delete-replaced'] as const).map((one) => step(one));
    expect(refusals(steps)).toHaveLength(1);
  });

  it('names the fields that force a replacement', () => {
    const [refusal] = refusals([step('replace', { replacing: ['bucket', 'region'] })]);
    expect(refusal?.reason).toContain('because of bucket, region');
  });

  it('takes a deletion beside a creation of the same type for a lost alias', () => {
    const [refusal] = refusals([step('create', { name: 'moved' }), step('delete')]);
    expect(refusal?.reason).toContain('moved is created');
    expect(refusal?.next).toContain('Report this');
  });

  it.each<Operation>(['update', 'same'])(
    'refuses to take the protection off, which the engine calls %s',
    (operation) => {
      const [refusal] = refusals([step(operation, { protectedAfter: false })]);
      expect(refusal?.reason).toContain('lose its protection');
    },
  );

  it('never lets what is adopted be replaced, whether it holds data or not', () => {
    const other = { holdsData: false, urn: 'urn:other', replacing: ['name'] };
    const [refusal] = refusals([step('import', other), step('replace', other)]);
    expect(refusal?.reason).toContain('is adopted, and would be replaced at once because of name');
    expect(refusals([step('import', other), step('update', other)])).toEqual([]);
    expect(refusals([step('import-replacement', other)])).toHaveLength(1);
  });

  it('takes a type that the table does not know for one that holds data, but no component and no provider', () => {
    const known = ['aws:quantum/computer:Computer', 'planewright:aws:storage', 'pulumi:providers:aws'].map(holdsData);
    expect(known).toEqual([true, false, false]);
  });
});
