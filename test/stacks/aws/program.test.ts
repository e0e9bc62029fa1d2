import { beforeAll, describe, expect, it } from 'vitest';
import { awsOutputs } from '../../../stacks/outputs.ts';
import { isNamed } from '../../../stacks/resource-types/resource-type.ts';
import { resourceTypeOf } from '../../../stacks/resource-types/index.ts';
import { secretMark, type Plan } from '../../../stacks/planned.ts';
import { must } from '../../../src/runtime/must.ts';
import {
  broughtData,
  broughtIdentity,
  existingCluster,
  existingNetwork,
  oidcCluster,
  wholePlan,
} from './whole-plan.ts';

const nodePortCluster = {
  kubernetes: {
    ...existingCluster.kubernetes,
    loadBalancing: { type: 'NodePort', autoscalingGroups: ['platform-workers'] },
  },
};
const exports = { exports: [{ name: 'warehouse', bucket: 'acme-warehouse' }] };
const zone = { entry: { dns: { type: 'Route53', zoneId: 'Z0123456789ABC' }, access: 'Public' } };

/** Every pair of profile, network, cluster, data and entry occurs at least once. */
const worlds: readonly (readonly [string, object])[] = [
  ['sandbox', { profile: 'sandbox' }],
  ['sandbox in a network that exists', { profile: 'sandbox', ...existingNetwork, ...broughtData, ...zone }],
  ['sandbox on a cluster that exists', { profile: 'sandbox', ...existingNetwork, ...existingCluster, ...exports }],
  ['production', { profile: 'production', ...exports, ...zone }],
  ['production in a network that exists', { profile: 'production', ...existingNetwork, ...broughtIdentity }],
  [
    'production on a cluster that exists',
    { profile: 'production', ...existingNetwork, ...oidcCluster, ...broughtData },
  ],
  ['production-ha', { profile: 'production-ha', ...broughtData }],
  ['production-ha in a network that exists', { profile: 'production-ha', ...existingNetwork, ...zone, ...exports }],
  ['production-ha on a cluster that exists', { profile: 'production-ha', ...existingNetwork, ...nodePortCluster }],
  ['high-ingest', { profile: 'high-ingest', ...broughtIdentity, ...exports }],
  ['high-ingest in a network that exists', { profile: 'high-ingest', ...existingNetwork, ...broughtData }],
  [
    'high-ingest on a cluster that exists',
    { profile: 'high-ingest', ...existingNetwork, ...existingCluster, ...broughtIdentity, ...zone },
  ],
];

describe.each(worlds)('a plan of %s', (_, spec) => {
  let plan: Plan;
  beforeAll(async () => {
    plan = await wholePlan(spec);
  });

  it('hands over what the plane needs, as the contract of outputs says', () => {
    expect(awsOutputs.parse(plan.outputs).planeUrl).toBe('https://braintrust.acme.example');
  });

  it('gives every object that has a name one of ours, within the limits of the cloud', () => {
    const { resources } = plan;
    for (const { type, name, physicalName } of resources) {
      if (type.startsWith('pulumi:providers:')) continue;
      const row = must(resourceTypeOf(type), `${type} of ${name} is in the table`);
      if (!isNamed(row)) continue;
      expect(physicalName, `${type} ${name}`).toMatch(row.name.pattern);
      expect(must(physicalName, 'it was just matched').length, name).toBeLessThanOrEqual(row.name.max);
    }
  });

  it('gives no two objects of one type the same name', () => {
    const { resources } = plan;
    // Some names need be unique beside their like only, such as that of a rule within its bucket.
    const names = resources.flatMap(({ type, physicalName }) => {
      const row = resourceTypeOf(type);
      const apart = row !== undefined && isNamed(row) && row.name.unique !== 'parent';
      return apart ? [`${type} ${physicalName ?? ''}`] : [];
    });
    expect(names).toEqual([...new Set(names)]);
  });

  it('keeps what holds data from being deleted', () => {
    const { resources } = plan;
    for (const { type, name, protect } of resources) {
      if (resourceTypeOf(type)?.holdsData === true) expect(protect, name).toBe(true);
    }
  });

  it('makes everything with the one provider, which knows its account and no credentials', () => {
    const { resources } = plan;
    const provider = must(
      resources.find(({ type }) => type === 'pulumi:providers:aws'),
      'the program makes a provider',
    );
    expect(Object.keys(provider.inputs).toSorted()).toEqual(expect.arrayContaining(['allowedAccountIds', 'region']));
    expect(provider.inputs).not.toHaveProperty('accessKey');
    for (const made of resources) {
      if (made.type.startsWith('aws:')) expect(made.provider, made.name).toBe(provider.urn);
    }
  });

  it('tags everything that can be tagged', () => {
    const { resources } = plan;
    for (const { type, name, inputs } of resources) {
      if (resourceTypeOf(type)?.tags !== 'tags') continue;
      expect(inputs['tags'], `${type} ${name}`).toMatchObject({
        'planewright:environment': 'acme',
        BraintrustDeploymentName: 'acme',
      });
    }
  });
});

it('is the same twice, byte for byte', async () => {
  const spec = { ...exports, ...zone };
  expect(JSON.stringify(await wholePlan(spec))).toBe(JSON.stringify(await wholePlan(spec)));
});

describe('a change of the environment', () => {
  const names = async (spec: object): Promise<readonly string[]> =>
    (await wholePlan(spec)).resources.map(({ urn, physicalName }) => `${urn} ${physicalName ?? ''}`);

  it('that adds something changes no other name', async () => {
    const before = await names({});
    const after = await names({
      ...exports,
      entry: {
        dns: { type: 'Route53', zoneId: 'Z0123456789ABC' },
        webAclArn: 'arn:aws:wafv2:us-east-1:123456789012:regional/webacl/acme/1',
      },
      backups: { region: 'us-west-2' },
      alarms: { emails: ['oncall@acme.example'] },
      kubernetes: { administratorArns: ['arn:aws:iam::123456789012:role/platform'] },
    });
    expect(after.length).toBeGreaterThan(before.length);
    expect(after).toEqual(expect.arrayContaining([...before]));
  });

  it('that adds a zone moves no subnet', async () => {
    const subnets = async (spec: object): Promise<readonly unknown[]> =>
      (await wholePlan(spec)).resources
        .filter(({ type }) => type === 'aws:ec2/subnet:Subnet')
        .map(({ name, inputs }) => [name, inputs['cidrBlock']]);
    const zones = ['a', 'b', 'c', 'd'].map((letter) => `us-east-1${letter}`);
    const network = (after: readonly unknown[]) => after.filter((one) => JSON.stringify(one).includes('"network-'));
    const before = network(await subnets({}));
    expect(await subnets({ cloud: { zones } })).toEqual(expect.arrayContaining([...before]));
  });

  it('of the machine gives the new nodes a group of their own, beside the old one', async () => {
    const group = async (instanceType: string): Promise<string | undefined> =>
      (await wholePlan({ kubernetes: { readers: { instanceType } } })).resources.find(
        ({ name }) => name === 'kubernetes-readers',
      )?.physicalName;
    expect(await group('c8gd.8xlarge')).not.toBe(await group('c8gd.4xlarge'));
  });
});

it('shows no secret in a plan', async () => {
  const plan = await wholePlan({});
  const version = must(
    plan.resources.find(({ type }) => type === 'aws:secretsmanager/secretVersion:SecretVersion'),
    'the program stores a secret',
  );
  expect(version.inputs['secretString']).toBe(secretMark);
});
