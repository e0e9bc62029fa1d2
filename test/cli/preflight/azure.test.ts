import { beforeAll, describe, expect, it } from 'vitest';
import { asking } from '../../../src/cli/preflight/ask.ts';
import { azureVerdicts } from '../../../src/cli/preflight/azure/checks.ts';
import { checkTable } from '../../../src/cli/preflight/rights.ts';
import type { Verdict } from '../../../src/cli/preflight/verdict.ts';
import { azureAccount } from '../../../src/clouds/account/azure.ts';
import type { AzureEnvironment } from '../../../stacks/environment/schema/environment.ts';
import type { Plan } from '../../../stacks/planned.ts';
import type { Resource } from '../../../stacks/quotas/need.ts';
import { azureAnswers, type AzureSubscriptionSays } from '../../clouds/account/azure-answers.ts';
import { ok, restStandIn, type RestAsked, type RestReplies } from '../../clouds/account/rest-stand-in.ts';
import { never } from '../../runtime/loopback.ts';
import { example } from '../../stacks/support/examples.ts';
import { realPlan } from '../../stacks/support/plans.ts';
import { checksOf, verdict } from './verdicts.ts';

let environment: AzureEnvironment;
let plan: Plan;
beforeAll(async () => {
  environment = (await example('azure-production')).environment as AzureEnvironment;
  plan = await realPlan(environment);
}, 60_000);

async function asked(
  says: Partial<AzureSubscriptionSays> = {},
  { replies, state = [] }: { replies?: RestReplies; state?: readonly Resource[] } = {},
): Promise<{ readonly verdicts: readonly Verdict[]; readonly calls: readonly RestAsked[] }> {
  const { subscriptionId, tenantId, location } = environment.spec.cloud;
  const usual = azureAnswers({ subscription: subscriptionId, tenant: tenantId, location, ...says });
  const { call, asked: calls } = restStandIn((one) => replies?.(one) ?? usual(one));
  const preflight = { environment, plan, state, begun: false, ask: asking(never) };
  const verdicts = await azureVerdicts(environment, preflight, azureAccount(call, environment.spec.cloud, never));
  expect(JSON.stringify(verdicts)).not.toContain('canary');
  return { verdicts, calls };
}

const denied = { status: 403, body: { error: { code: 'AuthorizationFailed', message: 'no' } } };
const nameOf = (type: string): string => plan.resources.find((one) => one.type === type)?.physicalName ?? '';

describe('a subscription of Azure', () => {
  it('passes whole where it has room for everything', async () => {
    const { verdicts, calls } = await asked();
    expect(verdicts.filter(({ result }) => result !== 'pass')).toEqual([]);
    expect(verdicts.map(({ id }) => id)).toEqual([
      'identity',
      'region',
      'machines',
      'quota.application-gateways',
      'quota.network-security-groups',
      'quota.public-addresses',
      'quota.storage-accounts',
      'quota.virtual-networks',
      'quota.cores',
      'quota.standardDDSv5Family',
      'quota.standardDdsv6Family',
      'quota.standardDsv6Family',
      'apis',
      'apis.encryption-at-host',
      'permissions',
      'names.storage-accounts',
      'names.vaults',
      'names.database',
      'names.cluster',
      'names.identities',
    ]);
    expect(checksOf(verdicts)).toEqual(checkTable.azure.map(({ check }) => check).toSorted());
    expect(calls.every(({ query }) => /^20\d\d-\d\d-\d\d$/.test(String(query['api-version'])))).toBe(true);
    expect(calls.find(({ path }) => path.endsWith('/skus'))?.query['$filter']).toEqual(["location eq 'eastus2'"]);
  });

  it.each([
    [
      { subscription: '99999999-9999-4999-8999-999999999999' },
      'sees subscription 99999999-9999-4999-8999-999999999999',
    ],
    [{ tenant: '99999999-9999-4999-8999-999999999999' }, 'is of tenant 99999999-9999-4999-8999-999999999999'],
    [{ state: 'Disabled' }, 'is Disabled'],
  ])('is asked nothing more where it is not the one: %o', async (says, text) => {
    const { verdicts, calls } = await asked(says);
    expect(verdicts).toMatchObject([{ id: 'identity', result: 'fail', says: expect.stringContaining(text) as string }]);
    expect(calls).toHaveLength(1);
  });

  it('is not known where nobody is signed in', async () => {
    const expired = { status: 401, body: { error: { code: 'ExpiredAuthenticationToken', message: 'expired' } } };
    const { verdicts } = await asked({}, { replies: () => expired });
    expect(verdicts).toMatchObject([{ id: 'identity', result: 'unknown' }]);
    expect(verdict(verdicts, 'identity').says).toContain('nobody is signed in');
  });

  it('does not carry its token to where a list says its next page is', async () => {
    const replies: RestReplies = ({ path }) =>
      path.endsWith('/locations') ? ok({ value: [], nextLink: 'https://elsewhere.example.com/page' }) : undefined;
    const { verdicts, calls } = await asked({}, { replies });
    expect(verdict(verdicts, 'region').result).toBe('unknown');
    expect(calls.map(({ host }) => host)).not.toContain('elsewhere.example.com');
  });

  it('needs its zones', async () => {
    expect(verdict((await asked({ zones: ['1', '2'] })).verdicts, 'region')).toMatchObject({
      result: 'fail',
      says: 'eastus2 has no zone 3.',
    });
  });

  it.each([
    [
      { type: 'Location', reasonCode: 'NotAvailableForSubscription', restrictionInfo: { locations: ['eastus2'] } },
      'is closed to this subscription (NotAvailableForSubscription)',
    ],
    [
      { type: 'Zone', reasonCode: 'NotAvailableForSubscription', restrictionInfo: { zones: ['2'] } },
      'is not to be had in zone 2',
    ],
  ])('says where a size is closed: %o', async (restriction, says) => {
    const { verdicts } = await asked({ restrictions: { Standard_D32ds_v6: [restriction] } });
    expect(verdict(verdicts, 'machines')).toMatchObject({
      result: 'fail',
      says: expect.stringContaining(says) as string,
    });
  });

  describe('its quotas', () => {
    // Six machines of 32, three of 16 and three of 4 to begin with; four of everything are used.
    it.each([
      ['standardDdsv6Family', 6 * 32],
      ['standardDsv6Family', 3 * 16],
      ['standardDDSv5Family', 3 * 4],
      ['cores', 6 * 32 + 3 * 16 + 3 * 4],
      ['PublicIPAddresses', 3],
      ['StorageAccounts', 2],
    ])('of %s', async (usage, needed) => {
      const id = { PublicIPAddresses: 'public-addresses', StorageAccounts: 'storage-accounts' }[usage] ?? usage;
      const at = async (limit: number): Promise<Verdict> =>
        verdict((await asked({ limits: { [usage]: limit } })).verdicts, `quota.${id}`);
      const tooFew = await at(4 + needed - 1);
      expect(tooFew.result).toBe('fail');
      expect(tooFew.says).toContain(`${needed} more are needed`);
      expect(tooFew.wayOut).toContain(`az quota update --resource-name ${usage} --scope /subscriptions/`);
      expect((await at(4 + needed)).result).not.toBe('fail');
    });

    it('count nothing twice that the state has already', async () => {
      const { verdicts } = await asked({}, { state: plan.resources });
      expect(verdicts.map(({ id }) => id)).not.toContain('quota.public-addresses');
      expect(verdict(verdicts, 'quota.cores').says).toMatch(/^0 more are needed, up to /);
    });

    it.each([
      ['denied', denied],
      ['of another shape', ok({ value: [{ limit: 'many' }] })],
      ['empty', ok({ value: [] })],
    ])('are not known where the answer is %s', async (_, reply) => {
      const { verdicts } = await asked({}, { replies: ({ path }) => (path.endsWith('/usages') ? reply : undefined) });
      expect(verdict(verdicts, 'quota.cores').result).toBe('unknown');
    });
  });

  it.each([
    ['NotRegistered', 'fail', 'az provider register --namespace Microsoft.DBforPostgreSQL'],
    ['Registering', 'warn', 'Wait some minutes'],
  ])('a provider that is %s: %s', async (state, result, way) => {
    const { verdicts } = await asked({ registration: { 'Microsoft.DBforPostgreSQL': state } });
    expect(verdict(verdicts, 'apis')).toMatchObject({ result, wayOut: expect.stringContaining(way) as string });
  });

  it('needs the encryption of disks at their host to be registered', async () => {
    expect(
      verdict((await asked({ encryptionAtHost: 'NotRegistered' })).verdicts, 'apis.encryption-at-host'),
    ).toMatchObject({
      result: 'fail',
      wayOut: expect.stringContaining(
        'az feature register --namespace Microsoft.Compute --name EncryptionAtHost',
      ) as string,
    });
  });

  describe('the rights of the deployer', () => {
    it.each([
      [['*'], ['Microsoft.Authorization/*/Write'], 'fail', 'Microsoft.Authorization/roleAssignments/write'],
      [['*/read'], [], 'fail', 'Microsoft.ContainerService/managedClusters/write'],
      [['microsoft.*/*'], [], 'pass', 'All'],
    ])('%o without %o: %s', async (actions, notActions, result, says) => {
      const { verdicts } = await asked({ actions, notActions });
      expect(verdict(verdicts, 'permissions')).toMatchObject({ result, says: expect.stringContaining(says) as string });
    });

    it('are not known where they may not be read', async () => {
      const replies: RestReplies = ({ path }) => (path.endsWith('/permissions') ? denied : undefined);
      expect(verdict((await asked({}, { replies })).verdicts, 'permissions').result).toBe('unknown');
    });
  });

  describe('names', () => {
    it('names a vault that was deleted and keeps its name, with the ways out', async () => {
      const vault = nameOf('azure-native:keyvault:Vault');
      const { verdicts } = await asked({ taken: { [vault]: 'AlreadyExists' }, deletedVaults: [vault.toUpperCase()] });
      expect(verdict(verdicts, 'names.vaults')).toMatchObject({
        result: 'fail',
        says: `Deleted and not purged yet, which keeps the name: ${vault}.`,
        wayOut: expect.stringContaining(`az keyvault recover --name ${vault}`) as string,
      });
    });

    it('tells a name that somebody else has from one that is there already', async () => {
      const account = nameOf('azure-native:storage:StorageAccount');
      const taken = { [account]: 'AlreadyExists' };
      const others = verdict((await asked({ taken })).verdicts, 'names.storage-accounts');
      expect(others).toMatchObject({
        result: 'fail',
        says: `Taken by somebody else, or not to be looked at: ${account}.`,
      });
      const ours = verdict((await asked({ taken, there: [account] })).verdicts, 'names.storage-accounts');
      expect(ours).toMatchObject({ result: 'fail', says: `There already, and not in the state: ${account}.` });
    });

    it('are free where their resource group is yet to be made', async () => {
      expect(verdict((await asked()).verdicts, 'names.cluster').result).toBe('pass');
    });
  });
});
