import { beforeAll, describe, expect, it } from 'vitest';
import { Backups } from '../../../stacks/aws/backups.ts';
import { Postgres } from '../../../stacks/aws/postgres.ts';
import { Storage } from '../../../stacks/aws/storage.ts';
import type { Plan } from '../../../stacks/planned.ts';
import { key, keyArn, ofType, planOf, resource, surroundings } from './data-services.ts';

const planBackups = (spec: object) =>
  planOf(spec, (environment) => {
    const storage = new Storage(environment, key);
    const postgres = new Postgres(environment, surroundings);
    return { vault: new Backups(environment, { storage, postgres, key }).vaultArn ?? 'none' };
  });
const existingBuckets = { type: 'Existing', brainstore: 'bt-store', responses: 'bt-responses', codeBundles: 'bt-code' };

describe('backups outside the blast radius', () => {
  let plan: Plan;
  beforeAll(async () => {
    plan = await planBackups({ backups: { region: 'us-west-2', retentionDays: 35 } });
  });

  it('lie in the other region, under a key of their own there', () => {
    expect(resource(plan, 'backups-vault-elsewhere').inputs).toMatchObject({
      region: 'us-west-2',
      kmsKeyArn: '<backups.backups-key.arn>',
    });
    expect(resource(plan, 'backups-key').inputs).toMatchObject({ region: 'us-west-2', enableKeyRotation: true });
    expect(plan.outputs['vault']).toBe('arn:aws:backup:us-west-2:123456789012:backup-vault:acme-elsewhere');
  });

  it('cannot be deleted before their time, nor the vaults and the key by the stack', () => {
    expect(resource(plan, 'backups-lock').inputs).toEqual({
      backupVaultName: 'acme-elsewhere',
      minRetentionDays: 35,
      region: 'us-west-2',
    });
    for (const name of ['backups-vault-here', 'backups-vault-elsewhere', 'backups-key']) {
      expect(resource(plan, name).protect).toBe(true);
    }
  });

  it('are made every night and copied for as long as the environment says', () => {
    expect(resource(plan, 'backups-plan').inputs['rules']).toMatchObject([
      {
        targetVaultName: 'acme-here',
        schedule: 'cron(0 2 * * ? *)',
        copyActions: [
          {
            destinationVaultArn: 'arn:aws:backup:us-west-2:123456789012:backup-vault:acme-elsewhere',
            lifecycle: { deleteAfter: 35 },
          },
        ],
      },
    ]);
    expect(resource(plan, 'backups-vault-here').inputs['kmsKeyArn']).toBe(keyArn);
  });

  it('hold the database, the store and the code, and not the responses of a day', () => {
    const { inputs } = resource(plan, 'backups-selection');
    const named = (role: string) => resource(plan, `storage-${role}`).physicalName ?? '';
    expect(inputs['resources']).toEqual([
      'arn:aws:rds:us-east-1:123456789012:db:acme-postgres',
      `arn:aws:s3:::${named('brainstore')}`,
      `arn:aws:s3:::${named('code-bundles')}`,
    ]);
  });

  it('wait for the rights of the role that makes them', () => {
    const rights = ofType(plan, 'aws:iam/rolePolicyAttachment:RolePolicyAttachment').filter(
      ({ concern }) => concern === 'backups',
    );
    expect(rights).toHaveLength(2);
    expect(resource(plan, 'backups-selection').dependencies).toEqual(
      expect.arrayContaining(rights.map(({ urn }) => urn)),
    );
  });

  it('leave out what was made by somebody else', async () => {
    const partly = await planBackups({ backups: { region: 'us-west-2' }, storage: existingBuckets });
    expect(resource(partly, 'backups-selection').inputs['resources']).toEqual([
      'arn:aws:rds:us-east-1:123456789012:db:acme-postgres',
    ]);
    const postgres = { type: 'Existing', host: 'db.acme.example', urlSecret: 'db-url' };
    const none = await planBackups({ backups: { region: 'us-west-2' }, storage: existingBuckets, postgres });
    expect(none.resources).toEqual([]);
  });

  it('are none without another region', async () => {
    const here = await planBackups({});
    expect(here.resources.filter(({ concern }) => concern === 'backups')).toEqual([]);
    expect(here.outputs['vault']).toBe('none');
  });
});
