import * as z from 'zod';
import { integer, set, text } from '../../../src/api/fields.ts';
import { cidr, endpoint, entryFields, exports, nodePool, profiled } from './common.ts';
import { existingPostgres, existingRedis, newPostgresFields, newStorageFields, selfHostedFields } from './shared.ts';

const awsRegion = () => text({ max: 32, pattern: /^[a-z]{2}(-[a-z]+)+-[0-9]$/, form: 'a region such as us-east-1' });
const zone = () => text({ max: 32, pattern: /^[a-z]{2}(-[a-z]+)+-[0-9][a-z]$/, form: 'a zone such as us-east-1a' });
const arn = (of: string) => text({ max: 2048, pattern: /^arn:aws[-a-z]*:[^\s]+$/, form: `the ARN of ${of}` });
const id = (prefix: string, of: string) =>
  text({
    max: 64,
    pattern: new RegExp(`^${prefix}-[0-9a-f]{8,17}$`),
    form: `${of} such as ${prefix}-0123456789abcdef0`,
  });

/** What CloudWatch Logs can be told to keep. Source: CloudWatch Logs API, PutRetentionPolicy. */
const keptDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

export const awsCloud = z
  .strictObject({
    provider: z.literal('aws').describe('Amazon Web Services.'),
    accountId: text({ max: 12, pattern: /^[0-9]{12}$/, form: 'twelve digits, in quotes' }).describe(
      'Account. Nothing is done in any other.',
    ),
    region: awsRegion().describe('Region.'),
    zones: profiled(set(zone(), { min: 2, max: 6 })).describe(
      'Availability zones to spread over; the first two or three of the region if left out. Append, never reorder.',
    ),
    permissionsBoundary: arn('a policy').optional().describe('Boundary that every role made here carries.'),
  })
  .describe('Where it runs.');

const network = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('New').describe('The VPC is made.'),
      cidr: profiled(cidr()).describe('Its addresses, /16 to /21.'),
      nat: profiled(z.enum(['PerZone', 'Single'])).describe(
        'NAT gateways. With one, the loss of its zone cuts all off.',
      ),
      endpoints: profiled(z.boolean()).describe(
        'Interface endpoints for the services that are used, so that they are reached without NAT.',
      ),
      flowLogDays: profiled(z.literal([0, ...keptDays])).describe('Days to keep flow logs; 0: none.'),
    }),
    z.strictObject({
      type: z.literal('Existing').describe('A VPC that exists, with its way to the internet.'),
      vpcId: id('vpc', 'a VPC').describe('VPC.'),
      cidr: cidr().describe('Its addresses.'),
      privateSubnetIds: set(id('subnet', 'a subnet'), { min: 2, max: 6 }).describe(
        'Private subnets for nodes, database and cache, each in another zone; in the order of cloud.zones.',
      ),
      publicSubnetIds: set(id('subnet', 'a subnet'), { max: 6 })
        .default([])
        .describe('Public subnets, for a public entry.'),
    }),
  ])
  .describe('The network.');

/** Port of every node on which a load balancer finds the API, unless a cluster uses it for something else. */
export const apiNodePort = 30_800;

/** Who tells the load balancer where the API's pods are, on a cluster whose nodes are not ours. */
const loadBalancing = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('TargetGroupBinding').describe('A controller in the cluster keeps the target group.'),
      controller: z
        .enum(['LoadBalancerController', 'AutoMode'])
        .describe('AWS Load Balancer Controller, or the one that EKS Auto Mode brings.'),
    }),
    z.strictObject({
      type: z.literal('NodePort').describe('Nodes take the traffic on a port and pass it on. Needs no controller.'),
      autoscalingGroups: set(text({ max: 255 }), { min: 1, max: 16 }).describe('Auto Scaling groups of those nodes.'),
      port: integer(30_000, 32_767).default(apiNodePort).describe('The port.'),
    }),
  ])
  .default({ type: 'TargetGroupBinding', controller: 'LoadBalancerController' })
  .describe("How the load balancer finds the API's pods.");

const kubernetes = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('New').describe('An EKS cluster is made.'),
      version: profiled(text({ max: 8, pattern: /^1[.][0-9]{2}$/, form: 'a version such as 1.34' })).describe(
        'Version.',
      ),
      endpoint,
      services: nodePool('Nodes for the API, the operator and what the cluster itself needs.'),
      readers: nodePool('Nodes with local NVMe for Brainstore readers and fast readers, one pod each.'),
      writers: nodePool('Nodes with local NVMe for Brainstore writers, one pod each.'),
      administratorArns: set(arn('a role or user'), { max: 32 })
        .default([])
        .describe('Who administers the cluster besides whoever makes it.'),
      deletionProtection: profiled(z.boolean()).describe("AWS's own protection against deletion."),
      logDays: profiled(z.literal(keptDays)).describe('Days to keep the logs of the control plane.'),
    }),
    z.strictObject({
      type: z.literal('Existing').describe('An EKS cluster that exists.'),
      name: text({ max: 100, pattern: /^[0-9A-Za-z][-0-9A-Za-z_]*$/, form: 'the name of a cluster' }).describe('Name.'),
      oidcProviderArn: arn('an OIDC provider')
        .optional()
        .describe(
          'IAM OIDC provider of the cluster; EKS Pod Identity is used if left out, and its agent must be there.',
        ),
      loadBalancing,
      securityGroupId: id('sg', 'a security group').describe(
        'Security group of its nodes: it may reach database and cache.',
      ),
    }),
  ])
  .describe('The cluster.');

const postgres = z
  .discriminatedUnion('type', [
    z.strictObject({
      ...newPostgresFields(),
      iops: profiled(integer(0, 256_000)).describe('Provisioned IOPS of gp3; 0: what comes with it. From 400 GiB on.'),
      throughputMiBps: profiled(integer(0, 4000)).describe('Throughput of gp3 in MiB/s; 0: what comes with it.'),
    }),
    existingPostgres,
  ])
  .describe('PostgreSQL.');

const redis = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('New').describe('An ElastiCache replication group is made: TLS, a password, backups.'),
      version: profiled(text({ max: 8, pattern: /^[0-9]+[.][0-9]+$/, form: 'a version such as 7.1' })).describe(
        'Version.',
      ),
      instanceType: profiled(
        text({ max: 64, pattern: /^cache[.][a-z0-9.]+$/, form: 'such as cache.r7g.large' }),
      ).describe('Node type.'),
      highAvailability: profiled(z.boolean()).describe('A replica in another zone that takes over.'),
    }),
    existingRedis,
  ])
  .describe('Redis.');

const storage = z
  .discriminatedUnion('type', [
    z.strictObject(newStorageFields()),
    z.strictObject({
      type: z.literal('Existing').describe('Buckets that exist, with versioning and encryption set there.'),
      brainstore: bucket().describe('Index, write-ahead log and locks.'),
      responses: bucket().describe('Responses and attachments.'),
      codeBundles: bucket().describe('Code of functions.'),
    }),
  ])
  .describe('The buckets, which hold the system of record.');

function bucket() {
  return text({
    max: 63,
    pattern: /^[a-z0-9][-a-z0-9.]*[a-z0-9]$/,
    form: 'a bucket: lower-case letters, digits, - and .',
  });
}

const encryption = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('New').describe('A KMS key is made, rotated every year.') }),
    z.strictObject({
      type: z.literal('Existing').describe('A KMS key that exists.'),
      keyArn: arn('a key').describe('The key. It never changes: what it encrypted would be lost.'),
    }),
  ])
  .describe('The key that encrypts everything at rest.');

const identity = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('New').describe('A role for each component is made.') }),
    z.strictObject({
      type: z.literal('Existing').describe('Roles that exist, with the rights that `planewright permissions` prints.'),
      apiRoleArn: arn('a role').describe('Role of the API.'),
      brainstoreRoleArn: arn('a role').describe('Role of Brainstore.'),
      operatorRoleArn: arn('a role').describe("Role of Planewright's operator."),
    }),
  ])
  .describe('Who the pods are in the cloud.');

const entry = z
  .strictObject({
    ...entryFields(),
    dns: z
      .discriminatedUnion('type', [
        z.strictObject({
          type: z.literal('Route53').describe('Records are made in a hosted zone.'),
          zoneId: text({ max: 32, pattern: /^Z[A-Z0-9]+$/, form: 'the id of a hosted zone' }).describe('Hosted zone.'),
        }),
        z.strictObject({
          type: z.literal('Elsewhere').describe('You make the records that the plan names.'),
        }),
      ])
      .default({ type: 'Elsewhere' })
      .describe('Where the name of the API is kept.'),
    certificate: z
      .discriminatedUnion('type', [
        z.strictObject({ type: z.literal('New').describe('A certificate of ACM is made, proven by DNS.') }),
        z.strictObject({
          type: z.literal('Existing').describe('A certificate of ACM that exists.'),
          arn: arn('a certificate').describe('The certificate, in the same region.'),
        }),
      ])
      .default({ type: 'New' })
      .describe('Certificate of the entry.'),
    deletionProtection: profiled(z.boolean()).describe("AWS's own protection of the load balancer against deletion."),
    accessLogDays: integer(0, 3653).default(90).describe('Days to keep the access logs of the entry; 0: none.'),
    webAclArn: arn('a web ACL').optional().describe('WAF to put in front of a public entry.'),
  })
  .describe('How the API is reached.');

const quarantine = z
  .strictObject({
    enabled: profiled(z.boolean()).describe(
      'Whether functions of users run, each in a Lambda of a network of its own.',
    ),
    cidr: profiled(cidr()).describe('Addresses of that network.'),
  })
  .describe('Isolation of code that users write.');

export const selfHostedAws = z.strictObject({
  ...selfHostedFields(),
  cloud: awsCloud,
  network,
  kubernetes,
  postgres,
  redis,
  storage,
  encryption,
  identity,
  entry,
  quarantine,
  exports,
});

export type SelfHostedAwsSpec = z.output<typeof selfHostedAws>;
