import { describe, expect, it } from 'vitest';
import {
  environmentDigest,
  readSavedPlan,
  staleness,
  type Binding,
  type SavedPlan,
} from '../../../stacks/engine/saved-plan.ts';
import { differences, digestsOf, parseState, sealOf, type StackState } from '../../../stacks/engine/state.ts';

const urn = 'urn:pulumi:prod::planewright::aws:s3/bucket:Bucket::data';
const stateWith = (inputs: Readonly<Record<string, unknown>>): StackState => ({
  version: 3,
  deployment: {
    secrets_providers: { type: 'passphrase', state: { salt: 'v1:salt' } },
    resources: [{ urn, type: 'aws:s3/bucket:Bucket', custom: true, id: 'data', inputs }],
  },
});
const now: Binding = {
  environment: 'prod',
  environmentDigest: environmentDigest({ spec: { profile: 'production' } }),
  state: digestsOf(stateWith({ bucket: 'data' })),
  versions: { planewright: '0.1.0', engine: '3.260.0' },
};
const plan: SavedPlan = { apiVersion: 'plan.planewright.dev/v1', ...now, steps: [], engine: {} };

describe('a saved plan', () => {
  it('may be applied while nothing changed', () => {
    expect(staleness(plan, now)).toEqual([]);
  });

  it.each<[string, Binding]>([
    ['not of staging', { ...now, environment: 'staging' }],
    ['environment file was changed', { ...now, environmentDigest: environmentDigest({ spec: {} }) }],
    ['Planewright 0.1.0, this is 0.2.0', { ...now, versions: { ...now.versions, planewright: '0.2.0' } }],
    ['Pulumi 3.260.0, this is 3.300.0', { ...now, versions: { ...now.versions, engine: '3.300.0' } }],
    ['data was changed', { ...now, state: digestsOf(stateWith({ bucket: 'data', tags: {} })) }],
    ['data was removed', { ...now, state: {} }],
  ])('is refused with the difference: %s', (sentence, binding) => {
    expect(staleness(plan, binding).join(' ')).toContain(sentence);
  });

  it('names the first few where all of the state is new', () => {
    const added = Object.fromEntries(Array.from({ length: 44 }, (_, index) => [`${urn}-${index + 10}`, 'digest']));
    const [reason = ''] = staleness(plan, { ...now, state: { ...now.state, ...added } });
    expect(reason).toMatch(/^The state was changed since: data-10 was added, .*data-14 was added, and 39 more\.$/);
  });

  it.each([
    ['{"apiVersion": "plan.plan', 'it is not JSON, or is cut off'],
    ['{"a": 1}', 'apiVersion: '],
    [JSON.stringify({ ...plan, steps: [{}] }), 'steps.0.operation: '],
  ])('says in one line why %s is none', (text, reason) => {
    expect(() => readSavedPlan(text)).toThrow(reason);
    expect(readSavedPlan(JSON.stringify(plan))).toEqual(plan);
  });

  it('does not mind the order of fields in the environment', () => {
    expect(environmentDigest({ a: 1, b: 2 })).toBe(environmentDigest({ b: 2, a: 1 }));
  });
});

describe('the state of a stack', () => {
  it('counts a secret as the same whatever its ciphertext is', () => {
    const secret = (ciphertext: string) => ({
      '4dabf18193072939515e22adb298388d': '1b47061264138c4ac30d75fd1eb44270',
      ciphertext,
    });
    const [before, after] = ['v1:one', 'v1:two'].map((text) => digestsOf(stateWith({ password: secret(text) })));
    expect(differences(before ?? {}, after ?? {})).toEqual([]);
  });

  it('notices a change of a plain input that is called as ciphertext is', () => {
    const [before, after] = ['one', 'two'].map((text) => digestsOf(stateWith({ settings: { ciphertext: text } })));
    expect(differences(before ?? {}, after ?? {})).toEqual(['data was changed']);
  });

  it('knows the salt of its passphrase', () => {
    expect(sealOf(stateWith({}), 'passphrase')).toBe('v1:salt');
  });

  it.each(['{}', '[]', '{"deployment": 1}', '{"deployment": {"resources": {}}}'])(
    'is refused where it is none: %s',
    (text) => {
      expect(() => parseState(text)).toThrow(TypeError);
    },
  );
});
