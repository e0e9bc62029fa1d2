import { describe, expect, it } from 'vitest';
import { azureOutputs } from '../../../stacks/outputs.ts';
import type { Profile } from '../../../stacks/environment/schema/common.ts';
import { resourceTypes } from '../../../stacks/resource-types/index.ts';
import { isNamed } from '../../../stacks/resource-types/resource-type.ts';
import { canonicalJson } from '../../../src/runtime/canonical-json.ts';
import { judge } from '../../../stacks/policy/judge.ts';
import { program } from '../../../stacks/azure/program.ts';
import { environmentOf, existing, ofType, planOf } from './environments.ts';

const everything = { ...existing };
const { network, kubernetes, postgres, redis, storage, encryption, identity } = existing;

/** Pairs of what may be new or brought, each with each at least once over the profiles. */
const matrix: readonly (readonly [string, Profile, Readonly<Record<string, unknown>>])[] = [
  ['everything new', 'sandbox', {}],
  ['everything new', 'production', {}],
  [
    'everything new, public, with copies',
    'production-ha',
    { entry: { access: 'Public' }, backups: { region: 'centralus' } },
  ],
  ['everything new, one zone', 'high-ingest', { cloud: { zones: ['2'] } }],
  ['a network that exists', 'sandbox', { network }],
  ['a network that exists, public', 'production', { network, entry: { access: 'Public' } }],
  ['network and cluster that exist', 'production-ha', { network, kubernetes }],
  ['network, cluster and identities that exist', 'high-ingest', { network, kubernetes, identity }],
  ['data that exists', 'production', { postgres, redis, storage }],
  ['data and a vault that exist', 'sandbox', { postgres, redis, storage, encryption }],
  ['a vault that exists', 'production-ha', { encryption, backups: { region: 'centralus' } }],
  ['everything brought', 'production', everything],
];

describe('the program of Azure', () => {
  it.each(matrix)(
    'with %s on %s, gives the cluster what it needs, breaks no policy, and names all within limits',
    async (_, profile, spec) => {
      const wishes = { name: 'a-name-of-eighteen', profile, spec };
      const plan = await planOf(wishes);
      const { resources, outputs } = plan;
      expect(azureOutputs.parse(outputs)).toEqual(outputs);
      expect(judge({ plan, environment: environmentOf(wishes), today: '2026-01-01' })).toEqual([]);
      for (const { type, name, physicalName } of resources) {
        const row = resourceTypes[type];
        if (row === undefined || !isNamed(row)) continue;
        expect(physicalName, `${name} (${type}) has a name`).toMatch(row.name.pattern);
        expect((physicalName ?? '').length, `${name} (${type}) is short enough`).toBeLessThanOrEqual(row.name.max);
      }
    },
  );

  it('makes the same plan twice, byte for byte', async () => {
    const [one, two] = [await planOf(), await planOf()];
    expect(canonicalJson(one)).toBe(canonicalJson(two));
  });

  it('gives no other name to anything when something is added', async () => {
    const names = async (spec: Readonly<Record<string, unknown>>) =>
      new Map((await planOf({ spec })).resources.map(({ urn, physicalName }) => [urn, physicalName]));
    const before = await names({});
    const after = await names({
      backups: { region: 'centralus' },
      alarms: { enabled: true, emails: ['a@example.com'] },
    });
    expect(after.size).toBeGreaterThan(before.size);
    for (const [urn, name] of before) expect(after.get(urn), urn).toBe(name);
  });

  it('gives nothing that the cluster would need under another name in another subscription', async () => {
    const names = async (subscriptionId: string) =>
      ofType(await planOf({ spec: { cloud: { subscriptionId } } }), 'storage:StorageAccount').map(
        (one) => one.physicalName,
      );
    expect(await names('00000000-0000-4000-8000-00000000000c')).not.toEqual(
      await names('00000000-0000-4000-8000-00000000000d'),
    );
  });

  it('makes nothing of what is brought', async () => {
    const plan = await planOf({ spec: everything });
    const made = new Set(plan.resources.map(({ type }) => type));
    for (const type of [
      'network:VirtualNetwork',
      'containerservice:ManagedCluster',
      'dbforpostgresql:Server',
      'redisenterprise:RedisEnterprise',
      'storage:StorageAccount',
      'keyvault:Vault',
      'keyvault:Key',
    ]) {
      expect(made, type).not.toContain(`azure-native:${type}`);
    }
    expect(plan.outputs).toMatchObject({
      clusterName: 'shared',
      storageAccountName: 'sharedacct',
      keyVaultUri: 'https://shared-vault.vault.azure.net/',
      secrets: { postgresUrl: { value: { secret: 'https://shared-vault.vault.azure.net/secrets/pg-url' } } },
    });
  });

  it('says what does not fit together, before it makes anything', () => {
    expect(() => program(environmentOf({ spec: { kubernetes } }))).toThrow(
      'spec.network: a cluster that exists stands in a network that exists',
    );
    const withoutAddress = { ...network, entryAddress: undefined };
    expect(() => program(environmentOf({ spec: { network: withoutAddress } }))).toThrow('spec.network.entryAddress');
  });

  it('acts in the one subscription and tenant that the environment names', async () => {
    const { resources } = await planOf();
    const providers = resources.filter(({ type }) => type.startsWith('pulumi:providers:'));
    expect(providers.map(({ inputs }) => inputs)).toEqual([
      expect.objectContaining({
        subscriptionId: environmentOf().spec.cloud.subscriptionId,
        tenantId: environmentOf().spec.cloud.tenantId,
      }),
    ]);
    const others = resources.filter(({ type }) => type.startsWith('azure-native:'));
    expect(others.filter(({ provider }) => provider !== providers[0]?.urn).map(({ name }) => name)).toEqual([]);
  });

  it('protects everything that holds data, on every profile', async () => {
    for (const profile of ['sandbox', 'production-ha'] as const) {
      const { resources } = await planOf({ profile, spec: { backups: { region: 'centralus' } } });
      const open = resources.filter(({ type, protect }) => resourceTypes[type]?.holdsData === true && !protect);
      expect(open.map(({ name }) => name)).toEqual([]);
    }
  });
});
