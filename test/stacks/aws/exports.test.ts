import { describe, expect, it } from 'vitest';
import { Exports } from '../../../stacks/aws/exports.ts';
import { ofType, planOf, resource, statements } from './data-services.ts';

const brainstore = 'arn:aws:iam::123456789012:role/acme-brainstore';
const planExports = (exports: readonly object[]) =>
  planOf({ exports }, (environment) => ({
    roles: new Exports(environment, { brainstoreRoleArn: brainstore }).roleArns,
  }));

describe('export roles', () => {
  it('are one for each export, called after it', async () => {
    const plan = await planExports([
      { name: 'lake', bucket: 'acme-lake', prefix: 'bt/' },
      { name: 'audit', bucket: 'acme-audit' },
    ]);
    expect(plan.outputs['roles']).toEqual({
      lake: 'arn:aws:iam::123456789012:role/acme-export-lake',
      audit: 'arn:aws:iam::123456789012:role/acme-export-audit',
    });
  });

  it('are taken on by Brainstore with the external id of an organization, and by nobody else', async () => {
    const plan = await planExports([{ name: 'lake', bucket: 'acme-lake' }]);
    const trust = statements(resource(plan, 'exports-lake').inputs['assumeRolePolicy']);
    expect(trust.map(({ Principal }) => Principal)).toEqual(trust.map(() => ({ AWS: brainstore })));
    const assuming = trust.filter(({ Action }) => [Action].flat().includes('sts:AssumeRole'));
    expect(assuming.map(({ Condition }) => Condition)).toEqual([{ StringLike: { 'sts:ExternalId': 'bt:*' } }]);
  });

  it('write below their prefix, and read, list and delete nothing', async () => {
    const plan = await planExports([{ name: 'lake', bucket: 'acme-lake', prefix: 'bt/' }]);
    expect(statements(resource(plan, 'exports-lake-grants').inputs['policy'])).toEqual([
      {
        Sid: 'Write',
        Effect: 'Allow',
        Action: ['s3:PutObject', 's3:AbortMultipartUpload'],
        Resource: ['arn:aws:s3:::acme-lake/bt/*'],
      },
      { Sid: 'Locate', Effect: 'Allow', Action: ['s3:GetBucketLocation'], Resource: ['arn:aws:s3:::acme-lake'] },
    ]);
  });

  it('are none where nothing is exported', async () => {
    expect(ofType(await planExports([]), 'aws:iam/role:Role')).toEqual([]);
  });
});
