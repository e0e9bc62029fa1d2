import type * as pulumi from '@pulumi/pulumi';
import { Concern } from '../component.ts';
import type { AwsEnvironment } from '../environment/schema/environment.ts';
import { partitionOf } from './arn.ts';
import { exportExternalIds, exportPrincipal } from './permissions/exports.ts';
import { makeRole } from './role.ts';
import type { Statement } from './statement.ts';

/**
 * A role for each export. Brainstore takes it on with the external id of the organization that asked, so that no
 * organization can have another's export written.
 */
export class Exports extends Concern {
  /** By name of the export. */
  readonly roleArns: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(
    environment: AwsEnvironment,
    { brainstoreRoleArn }: { readonly brainstoreRoleArn: pulumi.Input<string> },
    options: pulumi.ComponentResourceOptions = {},
  ) {
    super('aws', 'exports', options);
    const { exports, cloud } = environment.spec;
    const partition = partitionOf(cloud.region);
    this.roleArns = Object.fromEntries(
      exports.map(({ name, bucket, prefix }) => {
        const arn = `arn:${partition}:s3:::${bucket}`;
        const { role } = makeRole(
          {
            environment,
            logical: this.named(name),
            principal: exportPrincipal({ name, bucket: arn, objects: `${arn}/${prefix}*` }),
            trust: trustOfBrainstore(brainstoreRoleArn),
          },
          this.child(),
        );
        return [name, role.arn];
      }),
    );
    this.registerOutputs();
  }
}

function trustOfBrainstore(roleArn: pulumi.Input<string>): readonly Statement[] {
  const brainstore = { Effect: 'Allow', Principal: { AWS: roleArn } } as const;
  return [
    {
      Sid: 'Brainstore',
      ...brainstore,
      Action: 'sts:AssumeRole',
      Condition: { StringLike: { 'sts:ExternalId': exportExternalIds } },
    },
    // The tags of EKS Pod Identity are handed on to every role that is taken on.
    { Sid: 'BrainstoreSession', ...brainstore, Action: 'sts:TagSession' },
  ];
}
