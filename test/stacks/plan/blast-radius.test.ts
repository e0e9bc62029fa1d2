import { describe, expect, it } from 'vitest';
import { must } from '../../../src/runtime/must.ts';
import { blastRadius, type Change } from '../../../stacks/plan/blast-radius.ts';
import { readState } from '../../../stacks/plan/state-file.ts';
import type { PlannedResource } from '../../../stacks/planned.ts';
import { planned, planOf } from '../support/planned.ts';

const bucketType = 'aws:s3/bucket:Bucket';
const policyType = 'aws:s3/bucketPolicy:BucketPolicy';
const bucket = planned(bucketType, 'storage-brainstore', { inputs: { bucket: 'acme', tags: { owner: 'ml' } } });
const policy = planned(policyType, 'storage-brainstore', { inputs: { bucket: 'acme', policy: '{}' } });

/** How Pulumi writes a secret into a state, encrypted or shown. */
const secret = (how: Readonly<Record<string, string>>) => ({
  '4dabf18193072939515e22adb298388d': '1b47061264138c4ac30d75fd1eb44270',
  ...how,
});

interface Stored extends Omit<Partial<PlannedResource>, 'inputs'> {
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly custom?: boolean;
  readonly delete?: boolean;
}

const exported = (...resources: readonly (PlannedResource & Stored)[]): string =>
  JSON.stringify({ version: 3, deployment: { resources: resources.map((one) => ({ custom: true, ...one })) } });

const compare = (there: readonly Stored[], ...resources: readonly PlannedResource[]) =>
  blastRadius(planOf(...resources), readState('state.json', exported(...(there as never[])), 'acme'));
const only = (changes: readonly Change[]): Change => {
  expect(changes).toHaveLength(1);
  return must(changes[0], 'there is one');
};

describe('the blast radius of a plan', () => {
  it('is nothing where the state is what is planned', () => {
    expect(compare([bucket, policy], bucket, policy)).toEqual({ changes: [], unchanged: 2 });
  });

  it('creates what the state does not have', () => {
    const { changes, unchanged } = compare([bucket], bucket, policy);
    expect(only(changes)).toMatchObject({ change: 'create', name: 'storage-brainstore', type: policyType });
    expect(unchanged).toBe(1);
  });

  it('names the inputs that an update changes, and never their values', () => {
    const after = { ...bucket, inputs: { ...bucket.inputs, tags: { owner: 'canary-owner', team: 'canary' } } };
    const { changes } = compare([bucket], after);
    expect(only(changes)).toMatchObject({ change: 'update', inputs: ['tags.owner', 'tags.team'], because: [] });
    expect(JSON.stringify(changes)).not.toContain('canary');
  });

  it('sees by the table that an input forces a replacement, and blocks it where data would go', () => {
    const { changes } = compare([bucket], { ...bucket, inputs: { ...bucket.inputs, bucket: 'other' } });
    const { blocked, ...change } = only(changes);
    expect(change).toMatchObject({ change: 'replace', because: ['bucket'] });
    expect(blocked).toMatch(/^storage-brainstore would be replaced \(bucket\), and with it goes /);
  });

  it('lets what holds no data be replaced', () => {
    const { changes } = compare([policy], { ...policy, inputs: { ...policy.inputs, bucket: 'other' } });
    expect(only(changes)).toMatchObject({ change: 'replace' });
    expect(only(changes).blocked).toBeUndefined();
  });

  it('blocks the deletion of what holds data, also where it would only be let go of', () => {
    expect(only(compare([bucket]).changes)).toMatchObject({ change: 'delete', concern: 'storage' });
    expect(only(compare([bucket]).changes).blocked).toContain('would be deleted, and with it goes');
    expect(only(compare([{ ...bucket, retainOnDelete: true }]).changes).blocked).toContain('would be let go of');
    expect(only(compare([policy]).changes).blocked).toBeUndefined();
  });

  it('blocks the deletion of what it knows nothing about', () => {
    const strange = planned('aws:quantum/computer:Computer', 'storage-computer');
    expect(only(compare([strange]).changes).blocked).toContain('does not know whether a aws:quantum');
  });

  it('recognises a renamed resource by its alias', () => {
    const before = planned(bucketType, 'buckets-brainstore', { inputs: bucket.inputs });
    expect(compare([before], { ...bucket, aliases: [before.urn] }).changes).toEqual([]);
    expect(compare([before], bucket).changes.map(({ change }) => change)).toEqual(['delete', 'create']);
  });

  it('puts first what weighs most', () => {
    const gone = planned(bucketType, 'storage-gone');
    const fresh = planned(bucketType, 'storage-fresh');
    const changed = { ...policy, inputs: { ...policy.inputs, policy: '{"a":1}' } };
    const moved = { ...bucket, inputs: { ...bucket.inputs, bucket: 'other' } };
    const { changes } = compare([gone, policy, bucket], fresh, changed, moved);
    expect(changes.map(({ change }) => change)).toEqual(['delete', 'replace', 'update', 'create']);
  });

  it('takes what is not known yet for what is there, in whole or in part', () => {
    const known = {
      ...policy,
      inputs: { bucket: 'acme', policy: '{"Resource":"arn:aws:s3:::acme/*"}', list: ['a', 'b'] },
    };
    const unknown = { bucket: '<storage.brainstore.id>', policy: '{"Resource":"<storage.brainstore.arn>/*"}' };
    expect(compare([known], { ...policy, inputs: { ...unknown, list: '<storage.brainstore.list>' } }).changes).toEqual(
      [],
    );
    const other = { ...unknown, policy: '{"Resource":"<storage.brainstore.arn>/only"}', list: ['a', 'b'] };
    expect(only(compare([known], { ...policy, inputs: other }).changes).inputs).toEqual(['policy']);
  });

  it.each([['encrypted', { ciphertext: 'canary' }] as const, ['shown', { plaintext: '"canary"' }] as const])(
    'repeats no secret that the state holds %s',
    (_, how) => {
      const there = { ...policy, inputs: { ...policy.inputs, policy: secret(how) } };
      expect(compare([there], { ...policy, inputs: { ...policy.inputs, policy: '[secret]' } }).changes).toEqual([]);
      const { changes } = compare([there], policy);
      expect(only(changes).inputs).toEqual(['policy']);
      expect(JSON.stringify(changes)).not.toContain('canary');
    },
  );

  it('leaves alone what the program ignores, what providers fill in, and what waits to be deleted', () => {
    const filled = { ...bucket, inputs: { ...bucket.inputs, acl: 'private', __defaults: ['acl'] } };
    expect(compare([filled], bucket).changes).toEqual([]);
    const other = {
      ...bucket,
      inputs: { ...bucket.inputs, tags: { owner: 'them' } },
      ignoreChanges: ['tags["owner"]', 'tags'],
    };
    expect(compare([bucket], other).changes).toEqual([]);
    const waiting = { ...planned(bucketType, 'storage-old'), delete: true };
    const component = { ...planned('planewright:aws:storage', 'storage'), custom: false };
    const provider = planned('pulumi:providers:aws', 'default_7_48_0');
    expect(compare([bucket, waiting, component, provider], bucket).changes).toEqual([]);
  });
});

describe('a state file', () => {
  const read = (document: unknown) => readState('state.json', JSON.stringify(document), 'acme');

  it('may be what is exported, a checkpoint, or that of a stack that was never used', () => {
    const resources = [{ ...bucket, custom: true }];
    expect(read({ version: 3, deployment: { resources } })).toHaveLength(1);
    expect(read({ version: 4, deployment: { resources } })).toHaveLength(1);
    expect(read({ version: 3, checkpoint: { stack: 'acme', latest: { resources } } })).toHaveLength(1);
    expect(read({ version: 3, checkpoint: { stack: 'acme' } })).toEqual([]);
    expect(read({ version: 3, deployment: {} })).toEqual([]);
  });

  it.each([
    ['not JSON', 'nonsense', 'state.json is no JSON.'],
    ['another document', { hello: 1 }, 'it is no state of Pulumi'],
    ['the state of Terraform', { version: 4, resources: [] }, 'it is no state of Pulumi'],
    ['an old state', { version: 1, deployment: {} }, 'it is a state of version 1; versions 3 and 4 can be read'],
    ['a resource without urn', { version: 3, deployment: { resources: [{}] } }, 'resource 0 of it has no urn'],
    [
      'another stack',
      { version: 3, deployment: { resources: [{ type: 't', urn: 'urn:pulumi:prod::website::t::n' }] } },
      'it is the state of stack prod of project website; that of acme of project planewright is needed',
    ],
  ])('that is %s is refused in a sentence', (_, document, sentence) => {
    const text = typeof document === 'string' ? document : JSON.stringify(document);
    expect(() => readState('state.json', text, 'acme')).toThrow(sentence);
  });
});
