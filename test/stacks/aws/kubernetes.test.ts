import { beforeAll, describe, expect, it } from 'vitest';
import { must } from '../../../src/runtime/must.ts';
import { autoscalerImage } from '../../../stacks/aws/kubernetes/autoscaler-image.ts';
import { poolsOf } from '../../../stacks/aws/kubernetes/pools.ts';
import { awsMachine } from '../../../stacks/aws/machines.ts';
import type { Plan } from '../../../stacks/planned.ts';
import { awsEnvironment, ofType, resource } from './data-services.ts';
import { existingCluster, existingNetwork, textOf, wholePlan } from './whole-plan.ts';

describe('a cluster that is made', () => {
  let plan: Plan;
  beforeAll(async () => {
    plan = await wholePlan();
  });
  const groups = () => ofType(plan, 'aws:eks/nodeGroup:NodeGroup');

  it('has an API server that only the network reaches', () => {
    expect(resource(plan, 'kubernetes-cluster').inputs['vpcConfig']).toMatchObject({
      endpointPrivateAccess: true,
      endpointPublicAccess: false,
    });
  });

  it('encrypts the secrets in it with the key of the environment, and keeps logs of all its parts', () => {
    expect(resource(plan, 'kubernetes-cluster').inputs).toMatchObject({
      encryptionConfig: { provider: { keyArn: '<encryption.encryption-key.arn>' }, resources: ['secrets'] },
      enabledClusterLogTypes: ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'],
      deletionProtection: true,
    });
    expect(resource(plan, 'kubernetes-logs').inputs).toMatchObject({ name: '/aws/eks/acme-cluster/cluster' });
  });

  it('knows who may administer it from access entries, not from a ConfigMap', () => {
    expect(resource(plan, 'kubernetes-cluster').inputs['accessConfig']).toMatchObject({ authenticationMode: 'API' });
  });

  it('gives Brainstore nodes whose local disks are one, and keeps others off them', () => {
    for (const name of ['readers', 'writers']) {
      const { inputs } = resource(plan, `kubernetes-${name}`);
      const [instanceType] = inputs['instanceTypes'] as readonly string[];
      expect(must(awsMachine(instanceType ?? ''), 'it is in the table').nvmeGb).toBeGreaterThan(0);
      expect(inputs).toMatchObject({
        labels: { 'planewright.dev/brainstore': 'true', 'planewright.dev/pool': name },
        taints: [{ key: 'planewright.dev/brainstore', value: 'true', effect: 'NO_SCHEDULE' }],
      });
      const userData = textOf(resource(plan, `kubernetes-${name}-template`).inputs['userData']);
      expect(Buffer.from(userData, 'base64').toString()).toContain('strategy: RAID0');
    }
    expect(resource(plan, 'kubernetes-services').inputs).not.toHaveProperty('taints');
  });

  it('has room for every Brainstore pod twice, because new ones start before old ones end', () => {
    const { brainstore } = awsEnvironment().spec.plane;
    const most = (name: string): number =>
      (resource(plan, `kubernetes-${name}`).inputs['scalingConfig'] as { maxSize: number }).maxSize;
    expect(most('readers')).toBeGreaterThanOrEqual(2 * (brainstore.reader.replicas + brainstore.fastReader.replicas));
    expect(most('writers')).toBeGreaterThanOrEqual(2 * brainstore.writer.replicas);
  });

  it('leaves the number of nodes to the autoscaler, which may size the groups of this cluster only', () => {
    for (const { ignoreChanges } of groups()) expect(ignoreChanges).toContain('scalingConfig.desiredSize');
    const policy = textOf(resource(plan, 'kubernetes-autoscaler-role-grants').inputs['policy']);
    expect(policy).toContain('"aws:ResourceTag/k8s.io/cluster-autoscaler/acme-cluster":"owned"');
    const objects = plan.outputs['clusterObjects'] as readonly { kind: string; metadata: { name: string } }[];
    expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toContain('Deployment cluster-autoscaler');
  });

  it('is sized by an autoscaler of its own minor version', () => {
    const { version } = resource(plan, 'kubernetes-cluster').inputs;
    expect(JSON.stringify(plan.outputs['clusterObjects'])).toContain(autoscalerImage(textOf(version)));
  });

  it('lets no pod become its node', () => {
    const templates = ofType(plan, 'aws:ec2/launchTemplate:LaunchTemplate');
    expect(templates).toHaveLength(3);
    for (const { inputs } of templates) {
      expect(inputs['metadataOptions']).toMatchObject({ httpTokens: 'required', httpPutResponseHopLimit: 1 });
    }
  });

  it('encrypts the disks of its nodes with the key of the environment', () => {
    for (const { inputs } of ofType(plan, 'aws:ec2/launchTemplate:LaunchTemplate')) {
      expect(inputs['blockDeviceMappings']).toMatchObject([
        { ebs: { encrypted: 'true', kmsKeyId: '<encryption.encryption-key.arn>' } },
      ]);
    }
  });

  it('keeps the NetworkPolicies of the plane, which its network plugin would ignore by itself', () => {
    expect(resource(plan, 'kubernetes-addon-vpc-cni').inputs['configurationValues']).toContain(
      '"enableNetworkPolicy":"true"',
    );
  });

  it('brings no add-on that nobody keeps', () => {
    expect(resource(plan, 'kubernetes-cluster').inputs).toMatchObject({ bootstrapSelfManagedAddons: false });
    expect(ofType(plan, 'aws:eks/addon:Addon').map(({ physicalName }) => physicalName)).toEqual([
      'coredns',
      'eks-pod-identity-agent',
      'kube-proxy',
      'vpc-cni',
    ]);
  });

  it('takes services from addresses that the network does not use', async () => {
    const other = await wholePlan({ network: { cidr: '172.20.0.0/16' }, quarantine: { enabled: false } });
    expect(resource(other, 'kubernetes-cluster').inputs['kubernetesNetworkConfig']).toMatchObject({
      serviceIpv4Cidr: '10.100.0.0/16',
    });
  });

  it('is reached from the named networks only, where it is reached from the internet', async () => {
    const authorizedCidrs = ['203.0.113.0/24'];
    const other = await wholePlan({ kubernetes: { endpoint: { access: 'Public', authorizedCidrs } } });
    expect(resource(other, 'kubernetes-cluster').inputs['vpcConfig']).toMatchObject({
      endpointPrivateAccess: true,
      endpointPublicAccess: true,
      publicAccessCidrs: authorizedCidrs,
    });
  });

  it('refuses a machine without local disks for Brainstore, naming field and machine', () => {
    const environment = awsEnvironment({ kubernetes: { writers: { instanceType: 'm8g.4xlarge' } } });
    const { kubernetes } = environment.spec;
    if (kubernetes.type === 'Existing') throw new TypeError('this environment makes its cluster');
    expect(() => poolsOf(environment, kubernetes)).toThrow(
      'kubernetes.writers.instanceType m8g.4xlarge has no local NVMe',
    );
  });
});

describe('a cluster that was brought', () => {
  it('is used as it is, and pods become somebody by Pod Identity', async () => {
    const plan = await wholePlan({ ...existingNetwork, ...existingCluster });
    expect(plan.resources.filter(({ concern }) => concern === 'kubernetes')).toEqual([]);
    const associations = ofType(plan, 'aws:eks/podIdentityAssociation:PodIdentityAssociation');
    expect(associations.map(({ inputs }) => [inputs['clusterName'], inputs['serviceAccount']])).toEqual([
      ['platform', 'braintrust-api'],
      ['platform', 'brainstore'],
      ['platform', 'planewright-operator'],
    ]);
    expect(plan.outputs['brainstoreNodeSelector']).toEqual({});
  });
});
