import { describe, expect, it } from 'vitest';
import { keyStatements } from '../../../stacks/aws/encryption/key-statements.ts';
import { awsEnvironment } from './data-services.ts';

const statements = keyStatements(awsEnvironment());

describe('the policy of the key', () => {
  it('gives nobody all there is', () => {
    for (const { Sid, Action } of statements) expect([Action].flat(), Sid).not.toContain('kms:*');
  });

  it('lets in nobody of another account', () => {
    for (const { Sid, Principal, Condition } of statements) {
      if (Principal !== '*') continue;
      expect(Condition?.['StringEquals'], Sid).toMatchObject({ 'kms:CallerAccount': '123456789012' });
    }
  });

  it('lets services act for this account only', () => {
    for (const { Sid, Principal, Condition } of statements) {
      if (typeof Principal !== 'object' || !('Service' in Principal)) continue;
      expect(JSON.stringify(Condition), Sid).toContain('123456789012');
    }
  });

  it('encrypts disks of nodes for whoever starts them, before that role exists', () => {
    const volumes = statements.filter(({ Sid }) => Sid.endsWith('VolumesOfNodes'));
    expect(volumes.flatMap(({ Action }) => Action)).toContain('kms:CreateGrant');
    for (const { Principal, Condition } of volumes) {
      expect(Principal).toBe('*');
      expect(JSON.stringify(Condition)).toContain('AWSServiceRoleForAutoScaling');
    }
  });

  it('can be administered, and deleted only after being scheduled', () => {
    const actions = statements.flatMap(({ Action }) => Action);
    expect(actions).toContain('kms:PutKeyPolicy');
    expect(actions).toContain('kms:CancelKeyDeletion');
  });
});
