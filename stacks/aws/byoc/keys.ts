import { Alias } from '@pulumi/aws/kms/alias.js';
import { Key } from '@pulumi/aws/kms/key.js';
import type * as pulumi from '@pulumi/pulumi';
import { Concern } from '../../component.ts';
import type { ByocAwsEnvironment } from '../../environment/schema/environment.ts';
import { nameOf } from '../../naming/name-of.ts';
import { bootstrapEnvironment, bootstrapPath, iamArn, regionalArn, type BootstrapNames } from './names.ts';
import { bootstrapTags } from './tags.ts';

/**
 * Two keys, told apart by who may open what they close: `state` is used by the deployer for its state and the license
 * key, `archive` by nobody of the vendor.
 */
export class BootstrapKeys extends Concern {
  readonly state: pulumi.Output<string>;
  readonly archive: pulumi.Output<string>;
  readonly #environment: ByocAwsEnvironment;
  readonly #names: BootstrapNames;

  constructor(environment: ByocAwsEnvironment, names: BootstrapNames, options: pulumi.ComponentResourceOptions) {
    super('aws', 'encryption', options);
    this.#environment = environment;
    this.#names = names;
    this.state = this.#key('state', 'State and records of the deployer, and the license key', []);
    this.archive = this.#key(
      'archive',
      'Log archive, its log group and the topic of its alarms',
      archiveStatements(names),
    );
    this.registerOutputs({});
  }

  #key(role: string, description: string, statements: readonly object[]): pulumi.Output<string> {
    const key = new Key(
      this.named(role),
      {
        description,
        enableKeyRotation: true,
        deletionWindowInDays: 30,
        policy: JSON.stringify({ Version: '2012-10-17', Statement: [...ownerStatements(this.#names), ...statements] }),
        tags: bootstrapTags(this.#environment),
      },
      this.keeps(),
    );
    const name = nameOf(bootstrapEnvironment(this.#environment), 'aws:kms/alias:Alias', role);
    new Alias(this.named(`${role}-alias`), { name: `alias/${name}`, targetKeyId: key.keyId }, this.child());
    return key.arn;
  }
}

/** Rights come from IAM, for everybody but the vendor, who never administers a key of the bootstrap. */
function ownerStatements(names: BootstrapNames): readonly object[] {
  return [
    {
      Sid: 'AccountByIam',
      Effect: 'Allow',
      Principal: { AWS: iamArn('root', names) },
      Action: 'kms:*',
      Resource: '*',
    },
    {
      Sid: 'VendorOnlyUses',
      Effect: 'Deny',
      Principal: { AWS: '*' },
      NotAction: [
        'kms:Decrypt',
        'kms:DescribeKey',
        'kms:Encrypt',
        'kms:GenerateDataKey',
        'kms:GetKeyPolicy',
        'kms:List*',
      ],
      Resource: '*',
      Condition: { ArnLike: { 'aws:PrincipalArn': iamArn(`role${bootstrapPath}Braintrust*`, names) } },
    },
  ];
}

function archiveStatements(names: BootstrapNames): readonly object[] {
  const trail = { StringEquals: { 'aws:SourceArn': regionalArn('cloudtrail', `trail/${names.trail}`, names) } };
  return [
    {
      Sid: 'TrailEncrypts',
      Effect: 'Allow',
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      Action: ['kms:DescribeKey', 'kms:GenerateDataKey*'],
      Resource: '*',
      Condition: trail,
    },
    {
      Sid: 'LogsEncrypt',
      Effect: 'Allow',
      Principal: { Service: `logs.${names.region}.amazonaws.com` },
      Action: ['kms:Decrypt', 'kms:Describe*', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
      Resource: '*',
      Condition: {
        ArnLike: {
          'kms:EncryptionContext:aws:logs:arn': regionalArn(
            'logs',
            `log-group:/braintrust-byoc/${names.plane}/*`,
            names,
          ),
        },
      },
    },
    {
      Sid: 'AlarmsEncrypt',
      Effect: 'Allow',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      Resource: '*',
      Condition: { StringEquals: { 'aws:SourceAccount': names.account } },
    },
  ];
}
