import { BackupInstance } from '@pulumi/azure-native/dataprotection/backupInstance.js';
import { BackupPolicy } from '@pulumi/azure-native/dataprotection/backupPolicy.js';
import { BackupVault } from '@pulumi/azure-native/dataprotection/backupVault.js';
import type * as pulumi from '@pulumi/pulumi';
import { must } from '../../src/runtime/must.ts';
import { nameOf } from '../naming/name-of.ts';
import { assignRoles, resourceGroupId } from './role-assignments.ts';
import type { Site } from './site.ts';

/** What Azure Backup calls a flexible server. Source: Azure documentation, "Back up PostgreSQL flexible servers". */
const datasource = 'Microsoft.DBforPostgreSQL/flexibleServers';

const vaultStore = { dataStoreType: 'VaultStore', objectType: 'DataStoreInfoBase' } as const;

/**
 * Copies of the database, once a week, in a vault that keeps them whatever becomes of the server: what is in it cannot be
 * deleted before its time. The vault has a second copy in the region that Azure pairs with the first: another one cannot be
 * chosen.
 */
export function protectDatabase(
  site: Site,
  concern: string,
  located: {
    readonly resourceGroupName: pulumi.Input<string>;
    readonly location: string;
    readonly tags: Record<string, string>;
  },
  server: { readonly id: pulumi.Output<string>; readonly retentionDays: number },
  options: { readonly keeps: pulumi.CustomResourceOptions; readonly child: pulumi.CustomResourceOptions },
): void {
  const { environment, group } = site;
  const name = (type: string, role: string): string => nameOf(environment, type, role);
  const vault = new BackupVault(
    `${concern}-database-vault`,
    {
      ...located,
      vaultName: name('azure-native:dataprotection:BackupVault', 'database'),
      identity: { type: 'SystemAssigned' },
      properties: {
        storageSettings: [{ datastoreType: 'VaultStore', type: 'GeoRedundant' }],
        securitySettings: {
          immutabilitySettings: { state: 'Unlocked' },
          softDeleteSettings: { state: 'AlwaysOn', retentionDurationInDays: 14 },
        },
        featureSettings: { crossRegionRestoreSettings: { state: 'Enabled' } },
        monitoringSettings: { azureMonitorAlertSettings: { alertsForAllJobFailures: 'Enabled' } },
      },
    },
    options.keeps,
  );
  const granted = assignRoles(
    site,
    concern,
    'backup-vault',
    vault.identity.apply((identity) => must(identity?.principalId, 'the vault has an identity of its own')),
    {
      'postgres server': server.id,
      'resource group': resourceGroupId(environment.spec.cloud.subscriptionId, group.plainName),
    },
    options.child,
  );
  const policy = new BackupPolicy(
    `${concern}-database-policy`,
    {
      resourceGroupName: located.resourceGroupName,
      vaultName: vault.name,
      backupPolicyName: name('azure-native:dataprotection:BackupPolicy', 'database'),
      properties: {
        objectType: 'BackupPolicy',
        datasourceTypes: [datasource],
        policyRules: [
          {
            objectType: 'AzureBackupRule',
            name: 'BackupWeekly',
            backupParameters: { objectType: 'AzureBackupParams', backupType: 'Full' },
            dataStore: vaultStore,
            trigger: {
              objectType: 'ScheduleBasedTriggerContext',
              schedule: { repeatingTimeIntervals: ['R/2024-01-06T23:00:00+00:00/P1W'], timeZone: 'UTC' },
              taggingCriteria: [{ isDefault: true, taggingPriority: 99, tagInfo: { tagName: 'Default' } }],
            },
          },
          {
            objectType: 'AzureRetentionRule',
            name: 'Default',
            isDefault: true,
            lifecycles: [
              {
                deleteAfter: { objectType: 'AbsoluteDeleteOption', duration: `P${server.retentionDays}D` },
                sourceDataStore: vaultStore,
                targetDataStoreCopySettings: [],
              },
            ],
          },
        ],
      },
    },
    options.child,
  );
  new BackupInstance(
    `${concern}-database`,
    {
      resourceGroupName: located.resourceGroupName,
      vaultName: vault.name,
      backupInstanceName: name('azure-native:dataprotection:BackupInstance', 'postgres'),
      tags: located.tags,
      properties: {
        objectType: 'BackupInstance',
        friendlyName: name('azure-native:dataprotection:BackupInstance', 'postgres'),
        dataSourceInfo: {
          objectType: 'Datasource',
          datasourceType: datasource,
          resourceID: server.id,
          resourceUri: server.id,
          resourceType: datasource,
          resourceLocation: located.location,
        },
        policyInfo: { policyId: policy.id },
      },
    },
    { ...options.keeps, dependsOn: [...granted] },
  );
}
