import { Trail } from '@pulumi/aws/cloudtrail/trail.js';
import { LogGroup } from '@pulumi/aws/cloudwatch/logGroup.js';
import { Role } from '@pulumi/aws/iam/role.js';
import { RolePolicy } from '@pulumi/aws/iam/rolePolicy.js';
import * as pulumi from '@pulumi/pulumi';
import { Concern } from '../../component.ts';
import type { ByocAwsEnvironment } from '../../environment/schema/environment.ts';
import { nameOf } from '../../naming/name-of.ts';
import { guardedBucket } from './guarded-bucket.ts';
import { bootstrapEnvironment, boundaryArn, bucketArn, regionalArn, type BootstrapNames } from './names.ts';
import { bootstrapTags } from './tags.ts';

/** Days for which the trail can be searched and its alarms look at it; the archive keeps it for longer. */
const searchableDays = 90;

/** What was done in the account, by everybody and in every region, in a bucket in which nobody can change it. */
export class LogArchive extends Concern {
  /** Name of the log group in which the trail can be searched. */
  readonly events: pulumi.Output<string>;

  constructor(
    environment: ByocAwsEnvironment,
    names: BootstrapNames,
    key: pulumi.Input<string>,
    options: pulumi.ComponentResourceOptions,
  ) {
    super('aws', 'log-archive', options);
    const tags = bootstrapTags(environment);
    const arn = bucketArn(names.archiveBucket, names);
    const { bucket, policy } = guardedBucket(
      'bucket',
      {
        bucket: names.archiveBucket,
        arn,
        key,
        tags,
        lockedDays: environment.spec.logArchive.retentionDays,
        statements: trailWrites(arn, names),
      },
      { named: (role) => this.named(role), child: () => this.child(), keeps: () => this.keeps() },
    );
    const group = new LogGroup(
      this.named('events'),
      { name: names.trailLogGroup, retentionInDays: searchableDays, kmsKeyId: key, tags },
      this.child(),
    );
    this.events = group.name;
    const role = this.#writer(environment, names, tags);
    const selectors = dataOf(names).map(({ name, type, startsWiths }) => ({
      name,
      fieldSelectors: [
        { field: 'eventCategory', equals: ['Data'] },
        { field: 'resources.type', equals: [type] },
        { field: 'resources.ARN', startsWiths },
      ],
    }));
    new Trail(
      this.named('trail'),
      {
        name: names.trail,
        s3BucketName: bucket.id,
        kmsKeyId: key,
        isMultiRegionTrail: true,
        includeGlobalServiceEvents: true,
        enableLogFileValidation: true,
        cloudWatchLogsGroupArn: pulumi.interpolate`${group.arn}:*`,
        cloudWatchLogsRoleArn: role.arn,
        advancedEventSelectors: [
          { name: 'Everything that is managed', fieldSelectors: [{ field: 'eventCategory', equals: ['Management'] }] },
          ...selectors,
        ],
        tags,
      },
      this.child({ dependsOn: [policy] }),
    );
    this.registerOutputs({});
  }

  /** The role by which CloudTrail writes into the log group. It carries a boundary as every role here does. */
  #writer(environment: ByocAwsEnvironment, names: BootstrapNames, tags: Readonly<Record<string, string>>): Role {
    const own = bootstrapEnvironment(environment);
    const trail = regionalArn('cloudtrail', `trail/${names.trail}`, names);
    const role = new Role(
      this.named('writer'),
      {
        name: nameOf(own, 'aws:iam/role:Role', 'trail'),
        description: 'Lets CloudTrail write into the log group that the alarms look at.',
        permissionsBoundary: environment.spec.cloud.permissionsBoundary ?? boundaryArn('Trail', names),
        assumeRolePolicy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Sid: 'Trail',
              Effect: 'Allow',
              Principal: { Service: 'cloudtrail.amazonaws.com' },
              Action: 'sts:AssumeRole',
              Condition: { StringEquals: { 'aws:SourceArn': trail } },
            },
          ],
        }),
        tags,
      },
      this.child(),
    );
    new RolePolicy(
      this.named('writer-rights'),
      {
        name: nameOf(own, 'aws:iam/rolePolicy:RolePolicy', 'trail'),
        role: role.name,
        policy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Sid: 'WriteTrail',
              Effect: 'Allow',
              Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
              Resource: regionalArn('logs', `log-group:${names.trailLogGroup}:*`, names),
            },
          ],
        }),
      },
      this.child(),
    );
    return role;
  }
}

/**
 * Reads and writes of objects that are recorded one by one. Those of the plane's own buckets are left out: Brainstore
 * reads millions a day, and no role of the vendor has a right to any.
 */
function dataOf(names: BootstrapNames) {
  const buckets = [names.stateBucket, names.operationsBucket, names.archiveBucket];
  return [
    {
      name: 'Objects of the bootstrap',
      type: 'AWS::S3::Object',
      startsWiths: buckets.map((bucket) => `${bucketArn(bucket, names)}/`),
    },
    {
      name: 'Functions of the plane',
      type: 'AWS::Lambda::Function',
      startsWiths: ['MigrateDatabaseFunction', 'QuarantineWarmupFunction'].map((hook) =>
        regionalArn('lambda', `function:${names.plane}-${hook}`, names),
      ),
    },
  ];
}

function trailWrites(bucket: string, names: BootstrapNames): readonly object[] {
  const source = { 'aws:SourceArn': regionalArn('cloudtrail', `trail/${names.trail}`, names) };
  return [
    {
      Sid: 'TrailChecks',
      Effect: 'Allow',
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      Action: 's3:GetBucketAcl',
      Resource: bucket,
      Condition: { StringEquals: source },
    },
    {
      Sid: 'TrailWrites',
      Effect: 'Allow',
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      Action: 's3:PutObject',
      Resource: `${bucket}/AWSLogs/${names.account}/*`,
      Condition: { StringEquals: { ...source, 's3:x-amz-acl': 'bucket-owner-full-control' } },
    },
  ];
}
