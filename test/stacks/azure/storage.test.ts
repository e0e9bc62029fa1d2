import { beforeAll, describe, expect, it } from 'vitest';
import { brainstorePaths } from '../../../src/dataplane/contract/storage.ts';
import type { Plan } from '../../../stacks/planned.ts';
import { ofType, planOf, textOf } from './environments.ts';

interface Rule {
  readonly name: string;
  readonly definition: {
    readonly filters: { readonly prefixMatch: readonly string[] };
    readonly actions: {
      readonly baseBlob?: { readonly delete?: { readonly daysAfterModificationGreaterThan: number } };
      readonly version?: { readonly delete?: { readonly daysAfterCreationGreaterThan: number } };
    };
  };
}

const rulesOf = (plan: Plan, concern: string): readonly Rule[] => {
  const [policy] = ofType(plan, 'storage:ManagementPolicy').filter((one) => one.concern === concern);
  return (policy?.inputs['policy'] as unknown as { readonly rules: readonly Rule[] } | undefined)?.rules ?? [];
};

describe('storage on Azure', () => {
  let plan: Plan;
  beforeAll(async () => {
    plan = await planOf({ spec: { backups: { region: 'centralus', retentionDays: 400 } } });
  });
  const account = (concern: string) => ofType(plan, 'storage:StorageAccount').find((one) => one.concern === concern);

  it('never lets a rule touch what is live: write-ahead log, index, locks and code', () => {
    const live = [
      `brainstore/${brainstorePaths.index}/segment`,
      `brainstore/${brainstorePaths.wal}/object`,
      `brainstore/${brainstorePaths.locks}/lock`,
      'code-bundles/bundle',
    ];
    const deleting = rulesOf(plan, 'storage').filter(({ definition }) => definition.actions.baseBlob !== undefined);
    const prefixes = deleting.flatMap(({ definition }) => definition.filters.prefixMatch);
    expect(prefixes).not.toEqual([]);
    for (const blob of live)
      expect(
        prefixes.filter((prefix) => blob.startsWith(prefix)),
        blob,
      ).toEqual([]);
  });

  it('lets go of notes of deletion after a week and of responses after a day', () => {
    const days = Object.fromEntries(
      rulesOf(plan, 'storage').flatMap(({ definition: { filters, actions } }) =>
        filters.prefixMatch.map((prefix) => [prefix, actions.baseBlob?.delete?.daysAfterModificationGreaterThan]),
      ),
    );
    expect(days).toEqual({
      'brainstore/brainstore/index/delete_ops/': 7,
      'brainstore/brainstore/wal/delete_ops/': 7,
      'responses/': 1,
      'brainstore/': undefined,
      'code-bundles/': undefined,
    });
  });

  it('keeps versions and what was deleted for as long as it is told', () => {
    const service = ofType(plan, 'storage:BlobServiceProperties').find(({ concern }) => concern === 'storage');
    expect(service?.inputs).toMatchObject({
      isVersioningEnabled: true,
      deleteRetentionPolicy: { enabled: true, days: 7 },
      containerDeleteRetentionPolicy: { enabled: true, days: 7 },
    });
  });

  it('knows no shared key, no anonymous reader and no way in from outside', () => {
    for (const concern of ['storage', 'backups', 'logs']) {
      expect(account(concern)?.inputs, concern).toMatchObject({
        allowSharedKeyAccess: false,
        allowBlobPublicAccess: false,
        publicNetworkAccess: 'Disabled',
        minimumTlsVersion: 'TLS1_2',
        encryption: { keySource: 'Microsoft.Keyvault' },
      });
    }
  });

  it('opens to browsers outside only when it is told, and to those networks alone', async () => {
    const open = await planOf({
      spec: { storage: { browsers: 'Internet' }, entry: { access: 'Public', allowedCidrs: ['203.0.113.7/32'] } },
    });
    const [data] = ofType(open, 'storage:StorageAccount').filter(({ concern }) => concern === 'storage');
    expect(data?.inputs).toMatchObject({
      publicNetworkAccess: 'Enabled',
      allowSharedKeyAccess: false,
      networkRuleSet: { defaultAction: 'Deny', ipRules: [{ iPAddressOrRange: '203.0.113.7' }] },
    });
  });

  it('copies what lasts into another region, in a group where no identity of the plane has rights', () => {
    expect(account('backups')?.inputs).toMatchObject({ location: 'centralus', resourceGroupName: 'prod-copies' });
    const [receiving] = ofType(plan, 'storage:ObjectReplicationPolicy');
    expect(receiving?.inputs['rules']).toMatchObject([
      { sourceContainer: 'brainstore', destinationContainer: 'brainstore' },
      { sourceContainer: 'code-bundles', destinationContainer: 'code-bundles' },
    ]);
    const rights = ofType(plan, 'authorization:RoleAssignment').filter(({ inputs }) =>
      textOf(inputs['scope']).includes('/resourceGroups/prod-copies/'),
    );
    expect(rights.map(({ name }) => name)).toEqual(['backups-copies-may-open-copies-key-copies']);
  });

  it('keeps what was deleted there for the longest time that Azure knows', () => {
    const service = ofType(plan, 'storage:BlobServiceProperties').find(({ concern }) => concern === 'backups');
    expect(service?.inputs).toMatchObject({ deleteRetentionPolicy: { days: 365 } });
    expect(rulesOf(plan, 'backups').filter(({ definition }) => definition.actions.baseBlob !== undefined)).toEqual([]);
  });
});
