import { beforeAll, describe, expect, it } from 'vitest';
import { allowedNetworks } from '../../../stacks/aws/entry/groups.ts';
import { entrySubnets } from '../../../stacks/aws/entry/subnets.ts';
import type { JsonValue, Plan } from '../../../stacks/planned.ts';
import { awsEnvironment, ofType, resource } from './data-services.ts';
import { existingCluster, existingNetwork, textOf, wholePlan } from './whole-plan.ts';

const route53 = { dns: { type: 'Route53', zoneId: 'Z0123456789ABC' } };
const ingress = (plan: Plan): readonly JsonValue[] =>
  ofType(plan, 'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule')
    .filter(({ concern, inputs }) => concern === 'entry' && 'cidrIpv4' in inputs)
    .map(({ inputs }) => [inputs['cidrIpv4'] ?? '', inputs['fromPort'] ?? 0, inputs['toPort'] ?? 0]);
const lastObject = (plan: Plan): JsonValue | undefined =>
  (plan.outputs['clusterObjects'] as readonly JsonValue[]).at(-1);

describe('the way in of an environment on AWS', () => {
  let plan: Plan;
  beforeAll(async () => {
    plan = await wholePlan();
  });

  it('lies inside the network, and lets in the network alone', () => {
    expect(resource(plan, 'entry-load-balancer').inputs).toMatchObject({ internal: true });
    expect(ingress(plan)).toEqual([['10.175.0.0/18', 443, 443]]);
  });

  it('keeps a silent stream open for fifteen minutes', () => {
    expect(resource(plan, 'entry-load-balancer').inputs).toMatchObject({ idleTimeout: 900 });
  });

  it('speaks HTTPS only, of TLS 1.2 and later', () => {
    const listeners = ofType(plan, 'aws:lb/listener:Listener');
    expect(listeners.map(({ inputs }) => [inputs['port'], inputs['protocol'], inputs['sslPolicy']])).toEqual([
      [443, 'HTTPS', 'ELBSecurityPolicy-TLS13-1-2-Res-2021-06'],
    ]);
  });

  it('is not deleted by mistake, and writes down who came', () => {
    expect(resource(plan, 'entry-load-balancer').inputs).toMatchObject({
      enableDeletionProtection: true,
      accessLogs: { enabled: true },
      dropInvalidHeaderFields: true,
    });
    const policy = textOf(resource(plan, 'entry-logs-policy').inputs['policy']);
    expect(policy).toContain('logdelivery.elasticloadbalancing.amazonaws.com');
    expect(policy).toContain('/AWSLogs/123456789012/*');
  });

  it('finds the pods by a port of the nodes that run them, and asks them at /', () => {
    expect(resource(plan, 'entry-targets').inputs).toMatchObject({
      targetType: 'instance',
      port: 30_800,
      healthCheck: { path: '/' },
    });
    expect(resource(plan, 'entry-attachment').inputs['autoscalingGroupName']).toContain('kubernetes-services');
    expect(lastObject(plan)).toMatchObject({
      kind: 'Service',
      metadata: { namespace: 'braintrust' },
      spec: { type: 'NodePort', selector: { app: 'braintrust-api' }, ports: [{ targetPort: 8000, nodePort: 30_800 }] },
    });
  });

  it('may reach the API and nothing else of the nodes', () => {
    expect(resource(plan, 'entry-to-api').inputs).toMatchObject({ fromPort: 30_800, toPort: 30_800 });
    expect(resource(plan, 'entry-from-entry').inputs).toMatchObject({ fromPort: 30_800, toPort: 30_800 });
  });

  it('names the records to make where DNS is kept elsewhere: the proof of the certificate and the name', () => {
    expect(plan.outputs['dnsRecords']).toMatchObject([
      { type: 'CNAME' },
      { name: 'braintrust.acme.example', type: 'CNAME' },
    ]);
    expect(ofType(plan, 'aws:route53/record:Record')).toEqual([]);
  });
});

describe('who may come', () => {
  const network = { ...existingNetwork.network, dataSubnetIds: [] };
  const allowed = (entry: object): readonly string[] => allowedNetworks(awsEnvironment({ entry }), network);

  it('is the network alone for a private entry, unless the environment names others such as a peered one', () => {
    expect(allowed({})).toEqual(['10.20.0.0/16']);
    expect(allowed({ allowedCidrs: ['192.168.0.0/16'] })).toEqual(['10.20.0.0/16', '192.168.0.0/16']);
  });

  it('is never the whole internet for a private entry', () => {
    expect(allowed({ allowedCidrs: ['0.0.0.0/0'] })).toEqual(['10.20.0.0/16']);
  });
});

describe('a public way in', () => {
  it('lets in the networks that the environment names, by HTTPS', async () => {
    const allowedCidrs = ['198.51.100.0/24', '203.0.113.7/32'];
    const plan = await wholePlan({ entry: { access: 'Public', allowedCidrs, ...route53 } });
    expect(resource(plan, 'entry-load-balancer').inputs).toMatchObject({ internal: false });
    expect(ingress(plan)).toEqual(allowedCidrs.map((cidr) => [cidr, 443, 443]));
  });

  it('needs public subnets in a network that was brought, and says so', () => {
    const environment = awsEnvironment({ entry: { access: 'Public' } });
    const network = { ...existingNetwork.network, dataSubnetIds: [], publicSubnetIds: [] };
    expect(() => entrySubnets(environment, network)).toThrow('network.publicSubnetIds');
  });

  it('makes its records and proves its certificate in Route 53', async () => {
    const webAclArn = 'arn:aws:wafv2:us-east-1:123456789012:regional/webacl/acme/1';
    const plan = await wholePlan({ entry: { ...route53, webAclArn } });
    expect(plan.outputs['dnsRecords']).toEqual([]);
    expect(resource(plan, 'entry-name').inputs).toMatchObject({ name: 'braintrust.acme.example', type: 'A' });
    expect(resource(plan, 'entry-certificate-validation').inputs['validationRecordFqdns']).toHaveLength(1);
    expect(resource(plan, 'entry-web-acl').inputs).toMatchObject({ webAclArn });
  });

  it('uses a certificate that exists as it is', async () => {
    const arn = 'arn:aws:acm:us-east-1:123456789012:certificate/1';
    const plan = await wholePlan({ entry: { certificate: { type: 'Existing', arn } } });
    expect(resource(plan, 'entry-https').inputs).toMatchObject({ certificateArn: arn });
    expect(ofType(plan, 'aws:acm/certificate:Certificate')).toEqual([]);
  });
});

describe('a way in to a cluster that was brought', () => {
  it('leaves its targets to the controller that is there', async () => {
    const plan = await wholePlan({ ...existingNetwork, ...existingCluster });
    expect(resource(plan, 'entry-targets').inputs).toMatchObject({ targetType: 'ip', port: 8000 });
    expect(ofType(plan, 'aws:autoscaling/attachment:Attachment')).toEqual([]);
    expect(lastObject(plan)).toMatchObject({
      apiVersion: 'elbv2.k8s.aws/v1beta1',
      kind: 'TargetGroupBinding',
      spec: { serviceRef: { name: 'braintrust-api', port: 8000 }, targetType: 'ip' },
    });
  });

  it('is attached to the groups that the environment names, on the port that it names', async () => {
    const loadBalancing = { type: 'NodePort', autoscalingGroups: ['workers-a', 'workers-b'], port: 31_000 };
    const kubernetes = { ...existingCluster.kubernetes, loadBalancing };
    const plan = await wholePlan({ ...existingNetwork, kubernetes });
    expect(
      ofType(plan, 'aws:autoscaling/attachment:Attachment').map(({ inputs }) => inputs['autoscalingGroupName']),
    ).toEqual(['workers-a', 'workers-b']);
    expect(resource(plan, 'entry-targets').inputs).toMatchObject({ port: 31_000 });
  });
});
