import type { Outputs } from './outputs.ts';
import { asked, fixed, output, type Module } from './field.ts';

/** Parts of the ARN of the key, which every deployment has. */
const arnPart =
  (index: number) =>
  ({ text }: Outputs): string | undefined =>
    (text('kms_key_arn') ?? text('postgres_database_arn'))?.split(':')[index];

/** The host of the API, unless it is one of Amazon's, which nobody can move to another load balancer. */
function ownHost({ text }: Outputs): string | undefined {
  const url = text('api_url');
  const host = url === undefined || !URL.canParse(url) ? undefined : new URL(url).hostname;
  return host === undefined || /[.](cloudfront[.]net|amazonaws[.]com)$/.test(host) ? undefined : host;
}

/** The vendor's AWS module 6.6.0 on a cluster of one's own (`use_deployment_mode_external_eks`). */
export const awsModule: Module = {
  cloud: 'aws',
  knownBy: ['main_vpc_id', 'kms_key_arn', 'brainstore_s3_bucket_name'],
  fields: [
    asked('spec.organization.name', 'organization, as the vendor shows it'),
    fixed('spec.cloud.provider', 'aws'),
    { path: 'spec.cloud.accountId', what: 'account, twelve digits', from: arnPart(4) },
    { path: 'spec.cloud.region', what: 'region', from: arnPart(3) },
    asked(
      'spec.cloud.zones',
      'zones of the private subnets, in their order, such as [us-east-1a, us-east-1b, us-east-1c]',
    ),
    fixed('spec.network.type', 'Existing'),
    output('spec.network.vpcId', 'main_vpc_id', 'VPC'),
    output('spec.network.cidr', 'main_vpc_cidr', 'addresses of the VPC'),
    {
      path: 'spec.network.privateSubnetIds',
      what: 'private subnets',
      from: ({ texts }) => some(texts(/^main_vpc_private_subnet_[0-9]_id$/)),
    },
    {
      path: 'spec.network.publicSubnetIds',
      what: 'Public subnets, for a public entry.',
      from: ({ texts }) => texts(/^main_vpc_public_subnet(_[0-9])?_id$/),
    },
    fixed('spec.kubernetes.type', 'Existing'),
    asked('spec.kubernetes.name', 'name of the EKS cluster'),
    asked('spec.kubernetes.securityGroupId', 'security group of its nodes, which may reach database and Redis'),
    fixed('spec.postgres.type', 'Existing'),
    asked('spec.postgres.host', 'host of the database; the module has no output for it'),
    asked(
      'spec.postgres.urlSecret',
      'ARN of a secret that holds the whole postgres:// URL; the one of the module holds user and password alone',
    ),
    fixed('spec.redis.type', 'Existing'),
    asked('spec.redis.host', 'host of Redis; the module has no output for it'),
    asked('spec.redis.urlSecret', 'ARN of a secret that holds the whole redis:// or rediss:// URL'),
    fixed('spec.storage.type', 'Existing'),
    output('spec.storage.brainstore', 'brainstore_s3_bucket_name', 'bucket of Brainstore'),
    output('spec.storage.responses', 'lambda_responses_s3_bucket_name', 'bucket of responses'),
    output('spec.storage.codeBundles', 'code_bundle_s3_bucket_name', 'bucket of code'),
    fixed('spec.encryption.type', 'Existing'),
    output('spec.encryption.keyArn', 'kms_key_arn', 'KMS key'),
    fixed('spec.identity.type', 'Existing'),
    asked('spec.identity.apiRoleArn', 'role of the API; the module has no output for it'),
    asked('spec.identity.brainstoreRoleArn', 'role of Brainstore; the module has no output for it'),
    asked(
      'spec.identity.operatorRoleArn',
      "role of Planewright's operator; `planewright permissions` says what it may do",
    ),
    { path: 'spec.entry.hostname', what: 'host by which the plane is reached', from: ownHost },
    fixed('spec.quarantine.enabled', false, "The module's quarantine network stays as it is, and is not used."),
  ],
};

function some<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}
