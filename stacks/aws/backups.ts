import { Plan } from '@pulumi/aws/backup/plan.js';
import { Selection } from '@pulumi/aws/backup/selection.js';
import { Vault } from '@pulumi/aws/backup/vault.js';
import { VaultLockConfiguration } from '@pulumi/aws/backup/vaultLockConfiguration.js';
import { Alias } from '@pulumi/aws/kms/alias.js';
import { Key } from '@pulumi/aws/kms/key.js';
import type * as pulumi from '@pulumi/pulumi';
import { Concern } from '../component.ts';
import type { AwsEnvironment } from '../environment/schema/environment.ts';
import { nameOf } from '../naming/name-of.ts';
import { tagsOf } from '../tags.ts';
import { accountStatements } from './encryption/key-statements.ts';
import { backupsPrincipal } from './permissions/services.ts';
import type { Postgres } from './postgres.ts';
import type { KeyReference } from './references.ts';
import { makeRole } from './role.ts';
import { policyOf, serviceTrust } from './statement.ts';
import type { Storage } from './storage.ts';

/** A copy has to be made here before it can be sent on; PITR and versions serve the first days. */
const daysHere = 7;

/**
 * Copies outside the blast radius: every night, database and buckets go to a vault in another region, under a key of its
 * own, from which nobody deletes before their time. What exists already is backed up by whoever made it.
 */
export class Backups extends Concern {
  /** Vault in the other region; none where no region is named, or nothing was made here. */
  readonly vaultArn: pulumi.Output<string> | undefined;

  constructor(
    environment: AwsEnvironment,
    { storage, postgres, key }: { readonly storage: Storage; readonly postgres: Postgres; readonly key: KeyReference },
    options: pulumi.ComponentResourceOptions = {},
  ) {
    super('aws', 'backups', options);
    const { region, retentionDays } = environment.spec.backups;
    const resources = resourcesOf(storage, postgres);
    if (region === undefined || resources.length === 0) {
      this.registerOutputs();
      return;
    }
    const tags = tagsOf(environment);
    const elsewhere = this.#vaultElsewhere(environment, region, retentionDays);
    const here = new Vault(
      this.named('vault-here'),
      { name: nameOf(environment, 'aws:backup/vault:Vault', 'here'), kmsKeyArn: key.arn, forceDestroy: false, tags },
      this.keeps(),
    );
    const plan = new Plan(
      this.named('plan'),
      {
        name: nameOf(environment, 'aws:backup/plan:Plan', 'nightly'),
        rules: [
          {
            ruleName: 'nightly',
            targetVaultName: here.name,
            schedule: 'cron(0 2 * * ? *)',
            startWindow: 60,
            // Minutes. The first copy of a bucket takes as long as the bucket is large.
            completionWindow: 1440,
            lifecycle: { deleteAfter: daysHere },
            copyActions: [{ destinationVaultArn: elsewhere.arn, lifecycle: { deleteAfter: retentionDays } }],
            recoveryPointTags: tags,
          },
        ],
        tags,
      },
      this.child(),
    );
    const { role, rights } = makeRole(
      {
        environment,
        logical: this.named('role'),
        principal: backupsPrincipal,
        trust: serviceTrust('backup.amazonaws.com'),
      },
      this.child(),
    );
    new Selection(
      this.named('selection'),
      {
        name: nameOf(environment, 'aws:backup/selection:Selection', 'data'),
        planId: plan.id,
        iamRoleArn: role.arn,
        resources: [...resources],
      },
      this.child({ dependsOn: [...rights] }),
    );
    this.vaultArn = elsewhere.arn;
    this.registerOutputs();
  }

  #vaultElsewhere(environment: AwsEnvironment, region: string, retentionDays: number): Vault {
    const tags = tagsOf(environment);
    const key = new Key(
      this.named('key'),
      {
        region,
        description: `Copies of the data plane ${environment.metadata.name}`,
        enableKeyRotation: true,
        rotationPeriodInDays: 365,
        deletionWindowInDays: 30,
        policy: policyOf(accountStatements(environment)),
        tags,
      },
      this.keeps(),
    );
    new Alias(
      this.named('key-alias'),
      { region, name: `alias/${nameOf(environment, 'aws:kms/alias:Alias', 'backups')}`, targetKeyId: key.keyId },
      this.child(),
    );
    const vault = new Vault(
      this.named('vault-elsewhere'),
      {
        region,
        name: nameOf(environment, 'aws:backup/vault:Vault', 'elsewhere'),
        kmsKeyArn: key.arn,
        forceDestroy: false,
        tags,
      },
      this.keeps(),
    );
    // Without days after which the lock is final: who may administer backups can still take a wrong one away, and no role
    // of the plane may.
    new VaultLockConfiguration(
      this.named('lock'),
      { region, backupVaultName: vault.name, minRetentionDays: retentionDays },
      this.child(),
    );
    return vault;
  }
}

/** Responses are left out: they last a day. */
function resourcesOf(storage: Storage, postgres: Postgres): readonly pulumi.Input<string>[] {
  const buckets = storage.made ? [storage.brainstoreBucket.arn, storage.codeBundlesBucket.arn] : [];
  return postgres.arn === undefined ? buckets : [postgres.arn, ...buckets];
}
