import { UserAssignedIdentity } from '@pulumi/azure-native/managedidentity/userAssignedIdentity.js';
import { DiagnosticSetting } from '@pulumi/azure-native/monitor/diagnosticSetting.js';
import { FlowLog } from '@pulumi/azure-native/network/flowLog.js';
import { Workspace } from '@pulumi/azure-native/operationalinsights/workspace.js';
import type * as pulumi from '@pulumi/pulumi';
import { AzureConcern } from './azure-concern.ts';
import { accountEncryption, makeBlobAccount } from './blob-account.ts';
import type { EncryptionReference } from './references.ts';
import { assignRoles } from './role-assignments.ts';
import type { Site } from './site.ts';

export type Logged = 'vault' | 'cluster' | 'postgres' | 'entry' | 'containers' | 'network';

/** An incident is looked into within a quarter. */
const workspaceDays = 90;

/**
 * What is written down of each, where it was made here: who read which secret, who changed the cluster, which blobs were
 * deleted. Categories as in the Azure documentation, "Supported resource log categories".
 */
const categories: Readonly<Record<Exclude<Logged, 'network'>, readonly string[]>> = {
  vault: ['AuditEvent', 'AzurePolicyEvaluationDetails'],
  cluster: ['kube-audit-admin', 'guard', 'cluster-autoscaler', 'cloud-controller-manager'],
  postgres: ['PostgreSQLLogs'],
  entry: ['ApplicationGatewayAccessLog', 'ApplicationGatewayFirewallLog'],
  containers: ['StorageDelete'],
};

/** Where Azure keeps the one watcher of each location, which it makes by itself with the first virtual network. */
const watcherGroup = 'NetworkWatcherRG';

/** Logs of what the cloud did: a workspace for events, an account for flows. */
export class LogsConcern extends AzureConcern {
  constructor(
    site: Site,
    encryption: EncryptionReference,
    logged: Readonly<Partial<Record<Logged, pulumi.Input<string>>>>,
  ) {
    super('logs', site);
    const workspace = new Workspace(
      this.named('workspace'),
      {
        ...this.located,
        workspaceName: this.nameOf('azure-native:operationalinsights:Workspace', 'logs'),
        sku: { name: 'PerGB2018' },
        retentionInDays: workspaceDays,
        features: { disableLocalAuth: true },
      },
      this.keeps(),
    );
    for (const [what, wanted] of Object.entries(categories) as [Exclude<Logged, 'network'>, readonly string[]][]) {
      const resourceUri = logged[what];
      if (resourceUri === undefined) continue;
      new DiagnosticSetting(
        this.named(what),
        {
          name: 'planewright',
          resourceUri,
          workspaceId: workspace.id,
          logs: wanted.map((category) => ({ category, enabled: true })),
        },
        this.child(),
      );
    }
    const { network } = site.environment.spec;
    if (logged.network !== undefined && network.type === 'New' && network.flowLogDays > 0) {
      this.#flowLogs(logged.network, network.flowLogDays, encryption);
    }
  }

  #flowLogs(networkId: pulumi.Input<string>, days: number, encryption: EncryptionReference): void {
    const identity = new UserAssignedIdentity(
      this.named('flows-identity'),
      { ...this.located, resourceName: this.nameOf('azure-native:managedidentity:UserAssignedIdentity', 'flow-logs') },
      this.child(),
    );
    const { account } = makeBlobAccount(
      {
        logicalName: this.named('flows'),
        accountName: this.nameOf('azure-native:storage:StorageAccount', 'flows'),
        sku: 'Standard_LRS',
        located: this.located,
        encryption: accountEncryption(encryption),
        undoDays: 7,
        changeFeed: false,
        rules: [{ name: 'old-flows', prefixes: ['insights-logs-flowlogflowevent/'], deleteAfterDays: days }],
      },
      this.keeps({ dependsOn: [...encryption.granted] }),
      this.child(),
    );
    const scopes = { 'flow log account': account.id };
    const granted = assignRoles(this.site, this.concern, 'flow-logs', identity.principalId, scopes, this.child());
    new FlowLog(
      this.named('flow-log'),
      {
        resourceGroupName: watcherGroup,
        location: this.site.group.location,
        tags: this.tags,
        networkWatcherName: `NetworkWatcher_${this.site.group.location}`,
        flowLogName: this.nameOf('azure-native:network:FlowLog', 'network'),
        targetResourceId: networkId,
        storageId: account.id,
        enabled: true,
        identity: { type: 'UserAssigned', userAssignedIdentities: [identity.id] },
        format: { type: 'JSON', version: 2 },
        retentionPolicy: { enabled: true, days },
      },
      this.child({ dependsOn: [...granted] }),
    );
  }
}
