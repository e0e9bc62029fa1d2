import { describe, expect, it } from 'vitest';
import { computedOutputs } from '../../../stacks/plan/computed.ts';
import { unknownText, type ResourceType } from '../../../stacks/resource-types/resource-type.ts';

const place = { account: '123456789012', region: 'us-east-1' };
const type = (computed: ResourceType['computed']): ResourceType => ({
  name: { property: 'name', max: 63, pattern: /^.+$/, unique: 'region' },
  computed,
  replacedBy: [],
  holdsData: false,
  deployer: [],
  source: 'this test',
});

describe('what a cloud will compute', () => {
  it('stands where a path says, beside what other paths say', () => {
    const row = type({
      'secrets.0.arn': unknownText,
      'secrets.0.name': '{name}-secret',
      'secrets.1.arn': 'arn:{name}',
    });
    const { outputs } = computedOutputs(row, { concern: 'db', name: 'db', inputs: { name: 'acme' } }, place);
    expect(outputs).toEqual({
      secrets: [{ arn: '<db.secrets.0.arn>', name: 'acme-secret' }, { arn: 'arn:acme' }],
    });
  });

  it('lies in the region that the resource itself names', () => {
    const row = type({ arn: 'arn:{region}:{account}:{name}' });
    const arn = (inputs: Readonly<Record<string, unknown>>) =>
      computedOutputs(row, { concern: 'vault', name: 'vault', inputs }, place).outputs['arn'];
    expect(arn({ name: 'acme' })).toBe('arn:us-east-1:123456789012:acme');
    expect(arn({ name: 'acme', region: 'eu-west-1' })).toBe('arn:eu-west-1:123456789012:acme');
  });

  it('begins as ARNs do in the part of AWS that a region belongs to', () => {
    const row = type({ arn: 'arn:aws:iam::{account}:role/{name}' });
    const arnIn = (region: string) =>
      computedOutputs(row, { concern: 'db', name: 'db', inputs: { name: 'acme' } }, { ...place, region }).outputs[
        'arn'
      ];
    expect(['us-east-1', 'us-gov-west-1', 'cn-north-1'].map(arnIn)).toEqual([
      'arn:aws:iam::123456789012:role/acme',
      'arn:aws-us-gov:iam::123456789012:role/acme',
      'arn:aws-cn:iam::123456789012:role/acme',
    ]);
  });

  it('is no id that nobody can know: the name stands in only where the cloud takes it for one', () => {
    const idOf = (row: ResourceType): string =>
      computedOutputs(row, { concern: 'net', name: 'vpc', inputs: { name: 'acme' } }, place).id;
    expect(idOf(type({}))).toBe('acme');
    expect(idOf({ ...type({}), id: '{name}:1' })).toBe('acme:1');
    expect(idOf({ ...type({}), id: unknownText })).toBe('<net.vpc.id>');
    expect(idOf({ ...type({}), name: { foundBy: 'its tags' } })).toBe('<net.vpc.id>');
  });
});
