import { beforeAll, describe, expect, it } from 'vitest';
import { layoutOf } from '../../../stacks/aws/network/layout.ts';
import { contains, overlaps } from '../../../stacks/network/subnets.ts';
import type { Plan } from '../../../stacks/planned.ts';
import { ofType, resource } from './data-services.ts';
import { existingNetwork, textOf, wholePlan } from './whole-plan.ts';

const zones = ['a', 'b', 'c', 'd', 'e', 'f'].map((letter) => `us-east-1${letter}`);
const all = (cidr: string, count: number): readonly string[] =>
  layoutOf(cidr, zones.slice(0, count)).flatMap((zone) => [zone.private, zone.public, zone.data]);

describe('the layout of a VPC', () => {
  it.each(['10.0.0.0/16', '10.175.0.0/18', '10.1.8.0/21'])('fits six zones into %s, none touching another', (cidr) => {
    const cut = all(cidr, 6);
    expect(cut).toHaveLength(18);
    for (const [index, one] of cut.entries()) {
      expect(contains(cidr, one)).toBe(true);
      for (const other of cut.slice(index + 1)) expect(overlaps(one, other)).toBe(false);
    }
  });

  it('moves nothing when a zone is added', () => {
    expect(layoutOf('10.175.0.0/18', zones.slice(0, 4)).slice(0, 3)).toEqual(
      layoutOf('10.175.0.0/18', zones.slice(0, 3)),
    );
  });

  it('leaves a load balancer the addresses that it asks for, in the smallest VPC', () => {
    expect(layoutOf('10.1.8.0/21', zones.slice(0, 3)).map((zone) => zone.public.split('/')[1])).toEqual([
      '27',
      '27',
      '27',
    ]);
  });

  it.each(['10.0.0.0/15', '10.0.0.0/22'])('says what is wrong with %s', (cidr) => {
    expect(() => layoutOf(cidr, zones)).toThrow('must be a /16 to a /21');
  });
});

describe('a network that is made', () => {
  let plan: Plan;
  beforeAll(async () => {
    plan = await wholePlan();
  });
  const inNetwork = (type: string) => ofType(plan, type).filter(({ concern }) => concern === 'network');

  it('has a way out of its own in every zone', () => {
    expect(inNetwork('aws:ec2/natGateway:NatGateway')).toHaveLength(3);
    const routes = ['a', 'b', 'c'].map((zone) => resource(plan, `network-private-us-east-1${zone}-route`));
    expect(new Set(routes.map(({ inputs }) => inputs['natGatewayId'])).size).toBe(3);
  });

  it('gives nothing a public address that does not ask for one', () => {
    for (const { inputs } of ofType(plan, 'aws:ec2/subnet:Subnet')) {
      expect(inputs['mapPublicIpOnLaunch'] ?? false).toBe(false);
    }
  });

  it('gives database and cache no route to the internet', () => {
    const { urn } = resource(plan, 'network-data-table');
    const routes = inNetwork('aws:ec2/route:Route');
    expect(routes.filter(({ dependencies }) => dependencies.includes(urn))).toEqual([]);
    expect(routes.length).toBeGreaterThan(0);
  });

  it('leaves its default security group without rules', () => {
    expect(resource(plan, 'network-default-security-group').inputs).toMatchObject({ ingress: [], egress: [] });
  });

  it('lets through to S3 what belongs to the account or is named, not all buckets of the world', () => {
    const { Statement } = JSON.parse(textOf(resource(plan, 'network-endpoint-s3').inputs['policy'])) as {
      Statement: readonly { Resource: unknown; Condition?: unknown }[];
    };
    for (const { Resource, Condition } of Statement) {
      if (Resource === '*') expect(Condition).toEqual({ StringEquals: { 'aws:ResourceAccount': '123456789012' } });
      else expect(Resource).not.toContain('*');
    }
  });

  it('reaches the services of AWS without NAT, by HTTPS from the VPC alone', () => {
    const services = inNetwork('aws:ec2/vpcEndpoint:VpcEndpoint').map(({ inputs }) => textOf(inputs['serviceName']));
    for (const service of ['sts', 'eks-auth', 'secretsmanager', 'kms', 'ecr.api', 'logs']) {
      expect(services).toContain(`com.amazonaws.us-east-1.${service}`);
    }
    expect(resource(plan, 'network-endpoints-https').inputs).toMatchObject({
      cidrIpv4: '10.175.0.0/18',
      fromPort: 443,
      toPort: 443,
    });
  });

  it('records who talks to whom, encrypted, for ninety days', () => {
    expect(resource(plan, 'network-flow-logs').inputs).toMatchObject({ trafficType: 'ALL' });
    expect(resource(plan, 'network-flow-log-group').inputs).toMatchObject({
      retentionInDays: 90,
      kmsKeyId: '<encryption.encryption-key.arn>',
    });
  });
});

describe('the network of a sandbox', () => {
  it('has one way out and no endpoints but the one that is free', async () => {
    const plan = await wholePlan({ profile: 'sandbox', cloud: { zones: ['us-east-1a', 'us-east-1b'] } });
    expect(ofType(plan, 'aws:ec2/natGateway:NatGateway')).toHaveLength(1);
    expect(ofType(plan, 'aws:ec2/vpcEndpoint:VpcEndpoint').map(({ inputs }) => inputs['vpcEndpointType'])).toEqual([
      'Gateway',
    ]);
  });
});

describe('a network that was brought', () => {
  it('is used as it is: nothing is made in its concern', async () => {
    const plan = await wholePlan({ ...existingNetwork, quarantine: { enabled: false } });
    expect(plan.resources.filter(({ concern }) => concern === 'network')).toEqual([]);
    expect(resource(plan, 'kubernetes-cluster').inputs['vpcConfig']).toMatchObject({
      subnetIds: existingNetwork.network.privateSubnetIds,
    });
  });
});
