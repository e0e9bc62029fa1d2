import { describe, expect, it } from 'vitest';
import { profiles } from '../../../stacks/environment/schema/common.ts';
import { googleOutputs } from '../../../stacks/outputs.ts';
import type { Plan } from '../../../stacks/planned.ts';
import { resourceTypeOf } from '../../../stacks/resource-types/index.ts';
import { isNamed } from '../../../stacks/resource-types/resource-type.ts';
import { existing, planOfSpec } from './google-environment.ts';
import { pairwise } from './pairwise.ts';

const brought = {
  postgres: existing.postgres,
  redis: existing.redis,
  storage: existing.storage,
  encryption: existing.encryption,
  identity: existing.identity,
};

const combinations = pairwise({
  profile: profiles,
  network: ['New', 'Existing'],
  kubernetes: ['Autopilot', 'Standard', 'Existing'],
  access: ['Public', 'Private'],
  data: ['New', 'Existing'],
  copies: [undefined, 'us-east1'],
  dns: ['Elsewhere', 'CloudDNS'],
} as const);

type Combination = (typeof combinations)[number];

function specOf({ profile, network, kubernetes, access, data, copies, dns }: Combination) {
  return {
    profile,
    ...(network === 'Existing' && { network: existing.network }),
    ...(kubernetes !== 'Autopilot' && {
      kubernetes: kubernetes === 'Existing' ? existing.kubernetes : { type: 'Standard' },
    }),
    ...(data === 'Existing' && brought),
    ...(copies !== undefined && { backups: { region: copies } }),
    entry: {
      hostname: 'braintrust.acme.example',
      access,
      ...(dns === 'CloudDNS' && { dns: { type: 'CloudDNS', managedZone: 'acme' } }),
    },
    exports: [{ name: 'warehouse', bucket: 'acme-warehouse', prefix: 'braintrust/' }],
  };
}

const longestName = 'acme-europe-prod-1';

describe.each(combinations)('$profile, network $network, cluster $kubernetes, $access, data $data', (combination) => {
  const planned = planOfSpec(specOf(combination), longestName);

  it('hands the cluster exactly what the contract names', async () => {
    const { outputs } = await planned;
    const parsed = googleOutputs.parse(outputs);
    expect(parsed.planeUrl).toBe('https://braintrust.acme.example');
    expect(parsed.clusterEndpoint === undefined).toBe(combination.kubernetes === 'Existing');
    expect(parsed.dnsRecords.length > 0).toBe(combination.dns === 'Elsewhere');
    expect(parsed.clusterObjects.map(({ kind }) => kind)).toContain('Gateway');
  });

  it('gives everything a name of its own, within the limits of the cloud', async () => {
    for (const { type, name, physicalName } of (await planned).resources) {
      const row = resourceTypeOf(type);
      if (row === undefined || !isNamed(row)) continue;
      expect(physicalName, `${name} (${type})`).toMatch(row.name.pattern);
      expect(physicalName?.length, name).toBeLessThanOrEqual(row.name.max);
    }
  });

  it('has the engine protect all that holds data', async () => {
    const open = (await planned).resources.filter(({ type, protect }) => resourceTypeOf(type)?.holdsData && !protect);
    expect(open.map(({ name }) => name)).toEqual([]);
  });

  it('does nothing in another region than the declared ones, and nothing by the default provider', async () => {
    const regions = new Set(['us-central1', 'US-CENTRAL1', 'global', 'us-east1', 'US-EAST1']);
    for (const { type, name, inputs, provider } of (await planned).resources) {
      if (type.startsWith('pulumi:')) continue;
      for (const place of ['region', 'location'] as const) {
        const where = inputs[place];
        if (where !== undefined) expect(regions, `${name} (${place})`).toContain(where);
      }
      if (type.startsWith('gcp:')) expect(provider, name).toContain('pulumi:providers:gcp::google');
    }
  });
});

const names = ({ resources }: Plan) => resources.map(({ type, name, physicalName }) => [type, name, physicalName]);

describe('a plan on Google Cloud', () => {
  const planned = planOfSpec();

  it('is the same to the byte each time', async () => {
    const spec = { backups: { region: 'us-east1' }, exports: [{ name: 'a', bucket: 'bucket-a' }] };
    expect(JSON.stringify(await planOfSpec(spec))).toBe(JSON.stringify(await planOfSpec(spec)));
  });

  it.each([
    ['copies in another region', { backups: { region: 'us-east1' } }],
    ['an export', { exports: [{ name: 'warehouse', bucket: 'acme-warehouse' }] }],
    ['somebody to tell', { alarms: { emails: ['oncall@acme.example', 'second@acme.example'] } }],
    ['networks that may come', { entry: { hostname: 'braintrust.acme.example', allowedCidrs: ['192.0.2.0/24'] } }],
    ['records', { entry: { hostname: 'braintrust.acme.example', dns: { type: 'CloudDNS', managedZone: 'acme' } } }],
  ])('keeps every name when %s is added', async (_, addition) => {
    const after = names(await planOfSpec(addition));
    expect(after).toEqual(expect.arrayContaining(names(await planned)));
  });

  it.each(['a', 'z9-abcdefghijklmno'])('finds a name for everything in an environment called %s', async (name) => {
    const exports = [{ name: 'a-target-with-a-long-nam', bucket: 'acme-warehouse' }];
    const plan = await planOfSpec({ exports, backups: { region: 'us-east1' } }, name);
    for (const { type, physicalName } of plan.resources) {
      const row = resourceTypeOf(type);
      if (row !== undefined && isNamed(row)) expect(physicalName).toMatch(row.name.pattern);
    }
  });

  it('makes nothing of what was brought', async () => {
    const spec = { ...brought, network: existing.network, kubernetes: existing.kubernetes };
    const types = new Set((await planOfSpec(spec)).resources.map(({ type }) => type));
    for (const type of [
      'gcp:compute/network:Network',
      'gcp:container/cluster:Cluster',
      'gcp:sql/databaseInstance:DatabaseInstance',
      'gcp:redis/instance:Instance',
      'gcp:storage/bucket:Bucket',
      'gcp:kms/cryptoKey:CryptoKey',
    ]) {
      expect(types).not.toContain(type);
    }
  });
});
