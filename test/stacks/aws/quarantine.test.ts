import { beforeAll, describe, expect, it } from 'vitest';
import { Quarantine } from '../../../stacks/aws/quarantine.ts';
import { overlaps } from '../../../stacks/network/subnets.ts';
import type { Grant } from '../../../stacks/permissions/grant.ts';
import type { Plan } from '../../../stacks/planned.ts';
import { key, ofType, planOf, resource, statements } from './data-services.ts';

const planQuarantine = (spec: object) =>
  planOf(spec, (environment) => {
    const { environment: variables, apiGrants } = new Quarantine(environment, { key });
    return { variables, apiGrants };
  });

const grantsOf = (plan: Plan) => plan.outputs['apiGrants'] as unknown as readonly Grant[];
const api = 'arn:aws:iam::123456789012:role/acme-api';

describe('the quarantine, where code of users runs', () => {
  let plan: Plan;
  beforeAll(async () => {
    plan = await planQuarantine({
      quarantine: { cidr: '10.180.0.0/21' },
      cloud: { permissionsBoundary: 'arn:aws:iam::123456789012:policy/boundary' },
    });
  });

  it('is a network of its own, with no way to any other but the internet', () => {
    expect(resource(plan, 'quarantine-vpc').inputs['cidrBlock']).toBe('10.180.0.0/21');
    const routes = ofType(plan, 'aws:ec2/route:Route').map(({ inputs }) => inputs);
    expect(routes.map((route) => route['destinationCidrBlock'])).toEqual(routes.map(() => '0.0.0.0/0'));
    for (const route of routes) {
      expect(route['natGatewayId'] ?? route['gatewayId']).toMatch(/^<quarantine\.quarantine-(nat|gateway)/);
      expect(route).not.toHaveProperty('vpcPeeringConnectionId');
      expect(route).not.toHaveProperty('transitGatewayId');
    }
  });

  it('has subnets that do not overlap', () => {
    const cidrs = ofType(plan, 'aws:ec2/subnet:Subnet').flatMap(({ inputs }) =>
      typeof inputs['cidrBlock'] === 'string' ? [inputs['cidrBlock']] : [],
    );
    expect(cidrs).toHaveLength(6);
    for (const [index, cidr] of cidrs.entries()) {
      for (const other of cidrs.slice(index + 1)) expect(overlaps(cidr, other)).toBe(false);
    }
  });

  it('leaves each zone its own way out, and no other zone without one', () => {
    const out = [1, 2, 3].map((index) => resource(plan, `quarantine-private-${index}-out`).inputs['natGatewayId']);
    expect(out).toEqual([
      '<quarantine.quarantine-nat-us-east-1a.id>',
      '<quarantine.quarantine-nat-us-east-1b.id>',
      '<quarantine.quarantine-nat-us-east-1c.id>',
    ]);
  });

  it('has one way out where the environment saves on NAT, and three subnets even in two zones', async () => {
    const small = await planQuarantine({
      network: { nat: 'Single' },
      cloud: { zones: ['us-east-1a', 'us-east-1b'] },
    });
    expect(ofType(small, 'aws:ec2/natGateway:NatGateway')).toHaveLength(1);
    const zones = [1, 2, 3].map((index) => resource(small, `quarantine-private-${index}`).inputs['availabilityZone']);
    expect(zones).toEqual(['us-east-1a', 'us-east-1b', 'us-east-1a']);
  });

  it('lets nobody in, and takes away the rules that AWS begins with', () => {
    expect(ofType(plan, 'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule')).toEqual([]);
    expect(resource(plan, 'quarantine-default-access').inputs).toMatchObject({ ingress: [], egress: [] });
  });

  it('reaches buckets of the account alone on the short way', () => {
    const { inputs } = resource(plan, 'quarantine-s3');
    expect(statements(inputs['policy'])).toMatchObject([
      { Effect: 'Allow', Condition: { StringEquals: { 'aws:ResourceAccount': '123456789012' } } },
    ]);
  });

  it('writes down who spoke with whom, unless the environment does so nowhere', async () => {
    expect(resource(plan, 'quarantine-flow-logs').inputs).toMatchObject({
      trafficType: 'ALL',
      vpcId: '<quarantine.quarantine-vpc.id>',
    });
    const silent = await planQuarantine({ network: { flowLogDays: 0 } });
    expect(ofType(silent, 'aws:ec2/flowLog:FlowLog')).toEqual([]);
  });

  it('hands the API the eight variables that turn it on', () => {
    expect(plan.outputs['variables']).toEqual({
      QUARANTINE_INVOKE_ROLE: 'arn:aws:iam::123456789012:role/acme-quarantine-invoke',
      QUARANTINE_FUNCTION_ROLE: 'arn:aws:iam::123456789012:role/acme-quarantine-function',
      QUARANTINE_PRIVATE_SUBNET_1_ID: '<quarantine.quarantine-private-1.id>',
      QUARANTINE_PRIVATE_SUBNET_2_ID: '<quarantine.quarantine-private-2.id>',
      QUARANTINE_PRIVATE_SUBNET_3_ID: '<quarantine.quarantine-private-3.id>',
      QUARANTINE_PUB_PRIVATE_VPC_DEFAULT_SECURITY_GROUP: '<quarantine.quarantine-access.id>',
      QUARANTINE_PUB_PRIVATE_VPC_ID: '<quarantine.quarantine-vpc.id>',
      QUARANTINE_REGION: 'us-east-1',
    });
  });

  it('denies code of users the network interfaces that Lambda makes as the same role', () => {
    expect(statements(resource(plan, 'quarantine-function-grants').inputs['policy'])).toMatchObject([
      {
        Effect: 'Deny',
        Action: expect.arrayContaining(['ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface']) as unknown,
        Condition: {
          ArnLike: { 'lambda:SourceFunctionArn': ['arn:aws:lambda:us-east-1:123456789012:function:*'] },
        },
      },
    ]);
  });

  it('is invoked as a role that the API alone takes on, and that can invoke tagged functions alone', async () => {
    const role = resource(plan, 'quarantine-invoke').inputs;
    expect(role['permissionsBoundary']).toBe('arn:aws:iam::123456789012:policy/boundary');
    expect(statements(role['assumeRolePolicy'])).toMatchObject([
      {
        Principal: { AWS: 'arn:aws:iam::123456789012:root' },
        Condition: { ArnEquals: { 'aws:PrincipalArn': api } },
      },
    ]);
    expect(statements(resource(plan, 'quarantine-invoke-grants').inputs['policy'])).toMatchObject([
      {
        Action: ['lambda:InvokeFunction'],
        Condition: { StringEquals: { 'aws:ResourceTag/BraintrustQuarantine': 'true' } },
      },
    ]);
    const brought = 'arn:aws:iam::123456789012:role/our-api';
    const identity = { type: 'Existing', apiRoleArn: brought, brainstoreRoleArn: brought, operatorRoleArn: brought };
    const other = await planQuarantine({ identity });
    expect(statements(resource(other, 'quarantine-invoke').inputs['assumeRolePolicy'])).toMatchObject([
      { Condition: { ArnEquals: { 'aws:PrincipalArn': brought } } },
    ]);
  });

  it('gives the API no right on a function but by its tag or its network', () => {
    const onFunctions = grantsOf(plan).filter(({ on }) => on.some((ref) => ref.includes(':function:')));
    expect(onFunctions.map(({ id, onlyIf }) => [id, Object.keys(onlyIf?.['StringEquals'] ?? {})])).toEqual([
      ['QuarantineInvoke', ['aws:ResourceTag/BraintrustQuarantine']],
      ['QuarantineCreate', ['lambda:VpcIds']],
      ['QuarantineManage', ['aws:ResourceTag/BraintrustQuarantine']],
    ]);
    const tagging = grantsOf(plan).filter(({ allows }) => allows.includes('lambda:TagResource'));
    expect(tagging.map(({ id }) => id)).toEqual(['QuarantineManage']);
    const passed = grantsOf(plan).find(({ allows }) => allows.includes('iam:PassRole'));
    expect(passed).toMatchObject({
      on: ['arn:aws:iam::123456789012:role/acme-quarantine-function'],
      onlyIf: { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } },
    });
  });

  it('says why wherever a right holds for everything', () => {
    for (const { on, everywhere } of grantsOf(plan)) {
      if (on.includes('*')) expect(everywhere).toBeTruthy();
    }
  });

  it('is not there at all when it is off', async () => {
    const off = await planQuarantine({ quarantine: { enabled: false } });
    expect(off.resources).toEqual([]);
    expect(off.outputs).toEqual({ variables: {}, apiGrants: [] });
  });
});
