import { describe, expect, it } from 'vitest';
import { idsOf, wayOf, type Way } from '../../../../stacks/engine/look-up/ways.ts';
import type { StateResource } from '../../../../stacks/engine/state.ts';

const place = { account: '123456789012', region: 'us-east-1' };
const tags = { 'planewright:environment': 'prod', Name: 'prod-vpc', team: 'platform' };
const resource = (type: string, inputs: StateResource['inputs'], more: Partial<StateResource> = {}): StateResource => ({
  urn: `urn:pulumi:prod::planewright::${type}::one`,
  type,
  inputs: inputs ?? {},
  ...more,
});
const way = (type: string, inputs: StateResource['inputs'] = {}): Way => wayOf(resource(type, inputs), place);

describe('the way to an object', () => {
  it('is its id where that follows from its name', () => {
    expect(way('aws:s3/bucket:Bucket', { bucket: 'prod-data' })).toEqual({ kind: 'read', id: 'prod-data' });
  });

  it('is what the provider imports it by, where it has no id of its own', () => {
    const inputs = { routeTableId: 'rtb-1', destinationCidrBlock: '0.0.0.0/0' };
    expect(way('aws:ec2/route:Route', inputs)).toEqual({ kind: 'read', id: 'rtb-1_0.0.0.0/0' });
  });

  it('goes by the tags that are ours alone, for others may change between the runs', () => {
    expect(way('aws:ec2/vpc:Vpc', { tags })).toMatchObject({
      question: {
        token: 'aws:ec2/getVpcs:getVpcs',
        args: { tags: { 'planewright:environment': 'prod', Name: 'prod-vpc' } },
      },
    });
  });

  it('goes through the index of tags where the provider has no list', () => {
    expect(way('aws:kms/key:Key', { tags: { 'planewright:environment': 'prod' } })).toMatchObject({
      question: {
        token: 'aws:resourcegroupstaggingapi/getResources:getResources',
        args: {
          resourceTypeFilters: ['kms'],
          tagFilters: [{ key: 'planewright:environment', values: ['prod'] }],
        },
      },
    });
  });

  it('leads into the region of the object, where that is not the one of its provider', () => {
    expect(way('aws:backup/vault:Vault', { name: 'copies', region: 'us-west-2' })).toEqual({
      kind: 'read',
      id: 'copies@us-west-2',
    });
    expect(way('aws:kms/key:Key', { tags, region: 'us-west-2' })).toMatchObject({
      question: { args: { region: 'us-west-2' } },
    });
    expect(way('aws:backup/vault:Vault', { name: 'here', region: 'us-east-1' })).toMatchObject({ id: 'here' });
  });

  it('is the same parent in a list of another cloud', () => {
    expect(way('gcp:tags/tagValue:TagValue', { parent: 'tagKeys/1', shortName: 'state' })).toMatchObject({
      question: { token: 'gcp:tags/getTagValues:getTagValues', args: { parent: 'tagKeys/1' } },
    });
    const bound = { location: 'us-central1', parent: '//storage.googleapis.com/b', tagValue: 'tagValues/2' };
    expect(way('gcp:tags/locationTagBinding:LocationTagBinding', bound)).toMatchObject({
      id: 'us-central1/tagBindings/%2F%2Fstorage.googleapis.com%2Fb/tagValues/2',
    });
  });

  it.each([
    ['a type that no program makes', 'aws:rds/cluster:Cluster', {}],
    ['a name that is a secret', 'aws:s3/bucket:Bucket', { bucket: { '4dabf18193072939515e22adb298388d': 'x' } }],
    ['a part that is not known', 'aws:ec2/route:Route', { routeTableId: 'rtb-1' }],
    ['an object without our tags', 'aws:ec2/vpc:Vpc', { tags: { team: 'platform' } }],
  ])('is none for %s', (_, type, inputs) => {
    expect(way(type, inputs).kind).toBe('none');
  });
});

/** ARNs as the Service Authorization Reference writes them, and what the provider imports such an object by. */
const arns = [
  ['aws:ec2/internetGateway:InternetGateway', 'arn:aws:ec2:us-east-1:1:internet-gateway/igw-0a1', 'igw-0a1'],
  ['aws:ec2/vpcEndpoint:VpcEndpoint', 'arn:aws:ec2:us-east-1:1:vpc-endpoint/vpce-0a1', 'vpce-0a1'],
  ['aws:ec2/flowLog:FlowLog', 'arn:aws:ec2:us-east-1:1:vpc-flow-log/fl-0a1', 'fl-0a1'],
  ['aws:ec2/launchTemplate:LaunchTemplate', 'arn:aws:ec2:us-east-1:1:launch-template/lt-0a1', 'lt-0a1'],
  ['aws:kms/key:Key', 'arn:aws-us-gov:kms:us-gov-west-1:1:key/1234-5678', '1234-5678'],
  [
    'aws:lb/targetGroup:TargetGroup',
    'arn:aws:elasticloadbalancing:us-east-1:1:targetgroup/api/73e2',
    'arn:aws:elasticloadbalancing:us-east-1:1:targetgroup/api/73e2',
  ],
  [
    'aws:lb/listener:Listener',
    'arn:aws:elasticloadbalancing:us-east-1:1:listener/app/api/50dc/f2f7',
    'arn:aws:elasticloadbalancing:us-east-1:1:listener/app/api/50dc/f2f7',
  ],
  [
    'aws:acm/certificate:Certificate',
    'arn:aws:acm:us-east-1:1:certificate/12-34',
    'arn:aws:acm:us-east-1:1:certificate/12-34',
  ],
  ['aws:backup/plan:Plan', 'arn:aws:backup:us-east-1:1:backup-plan:8F81', '8F81'],
  [
    'aws:eks/podIdentityAssociation:PodIdentityAssociation',
    'arn:aws:eks:us-east-1:1:podidentityassociation/prod-cluster/a-9njj',
    'prod-cluster,a-9njj',
  ],
] as const;

describe('what a list names', () => {
  it.each(arns)('of %s is read by the id within its ARN, and nothing else of the service is', (type, arn, id) => {
    const asked = way(type, { tags });
    if (asked.kind !== 'ask') throw new Error(asked.kind);
    const others = [
      'arn:aws:ec2:us-east-1:1:natgateway/nat-1',
      'arn:aws:kms:us-east-1:1:alias/one',
      'arn:aws:eks:us-east-1:1:cluster/one',
    ];
    const answer = { resourceTagMappingLists: [...others, arn].map((resourceArn) => ({ resourceArn })) };
    expect(idsOf(asked.found, answer)).toEqual([id]);
  });

  it('is read where the provider answers with it: a list of ids, of objects, or one id', () => {
    const ids = (type: string, inputs: StateResource['inputs'], answer: Readonly<Record<string, unknown>>) => {
      const asked = way(type, inputs);
      return asked.kind === 'ask' ? idsOf(asked.found, answer) : [];
    };
    expect(ids('aws:ec2/eip:Eip', { tags }, { allocationIds: ['eipalloc-1'], ids: ['other'] })).toEqual(['eipalloc-1']);
    const keys = { keys: [{ name: '1' }, { name: '2' }] };
    expect(ids('gcp:tags/tagKey:TagKey', { parent: 'projects/1' }, keys)).toEqual(['1', '2']);
    const channel = { displayName: 'mail', type: 'email' };
    const name = 'projects/p/notificationChannels/1';
    expect(ids('gcp:monitoring/notificationChannel:NotificationChannel', channel, { name })).toEqual([name]);
  });
});
