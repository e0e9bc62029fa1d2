import { AgentPool } from '@pulumi/azure-native/containerservice/agentPool.js';
import { MaintenanceConfiguration } from '@pulumi/azure-native/containerservice/maintenanceConfiguration.js';
import { ManagedCluster } from '@pulumi/azure-native/containerservice/managedCluster.js';
import { Extension } from '@pulumi/azure-native/kubernetesconfiguration/extension.js';
import { UserAssignedIdentity } from '@pulumi/azure-native/managedidentity/userAssignedIdentity.js';
import * as pulumi from '@pulumi/pulumi';
import { must } from '../../src/runtime/must.ts';
import type { SelfHostedAzureSpec } from '../environment/schema/azure.ts';
import { AzureConcern } from './azure-concern.ts';
import { zonalPools, type ZonalPool } from './node-pools.ts';
import type { ClusterReference, EncryptionReference, NetworkReference } from './references.ts';
import { assignRoles } from './role-assignments.ts';
import { partsOf, type Site } from './site.ts';
import { clusterDnsAddress, podCidr, serviceCidr } from './subnet-plan.ts';

type NewCluster = Extract<SelfHostedAzureSpec['kubernetes'], { type: 'New' }>;
type Network = Pick<NetworkReference, 'nodes' | 'balancer' | 'outbound'>;

/** The cluster: Entra ID alone lets people in, pods are somebody by workload identity, local NVMe is a storage class. */
export class KubernetesConcern extends AzureConcern {
  readonly reference: ClusterReference;

  constructor(site: Site, network: Network, encryption: EncryptionReference) {
    super('kubernetes', site);
    const { kubernetes, cloud } = site.environment.spec;
    if (kubernetes.type === 'Existing') {
      this.reference = {
        name: partsOf(kubernetes.id).name,
        id: undefined,
        oidcIssuerUrl: kubernetes.oidcIssuerUrl,
        endpoint: kubernetes.endpoint,
      };
      return;
    }
    const pools = zonalPools(kubernetes, cloud.zones);
    const [first, ...others] = pools;
    const cluster = this.#cluster(kubernetes, must(first, 'there is at least one zone'), network, encryption);
    let last: pulumi.Resource = cluster;
    for (const pool of others) last = this.#pool(cluster, pool, kubernetes, network, last);
    this.#maintenance(cluster);
    this.#localDisks(cluster, last);
    const host = kubernetes.endpoint.access === 'Private' ? cluster.privateFQDN : cluster.fqdn;
    this.reference = {
      name: cluster.name,
      id: cluster.id,
      oidcIssuerUrl: cluster.oidcIssuerProfile.apply((profile) =>
        must(profile?.issuerURL, 'the issuer is enabled on this cluster'),
      ),
      endpoint: pulumi.interpolate`https://${host}`,
    };
  }

  #cluster(spec: NewCluster, first: ZonalPool, network: Network, encryption: EncryptionReference): ManagedCluster {
    const { environment } = this.site;
    const type = 'azure-native:containerservice:ManagedCluster';
    const diskEncryptionSetID = must(encryption.diskEncryptionSetId, 'encryption makes one for a new cluster');
    const identity = this.#identity();
    const scopes = {
      ...Object.fromEntries(Object.entries(network.nodes).map(([zone, { id }]) => [`subnet nodes-${zone}`, id])),
      'subnet nodes': must(Object.values(network.nodes)[0], 'there is at least one zone').id,
      'subnet balancer': network.balancer.id,
      'disk encryption set': diskEncryptionSetID,
    };
    const granted = assignRoles(this.site, this.concern, 'cluster', identity.principalId, scopes, this.child());
    const { access, authorizedCidrs } = spec.endpoint;
    return new ManagedCluster(
      this.named(''),
      {
        ...this.located,
        resourceName: this.nameOf(type, 'cluster'),
        dnsPrefix: this.nameOf(type, 'cluster'),
        nodeResourceGroup: this.nameOf('azure-native:resources:ResourceGroup', 'nodes'),
        nodeResourceGroupProfile: { restrictionLevel: 'ReadOnly' },
        kubernetesVersion: spec.version,
        sku: { name: 'Base', tier: environment.spec.profile === 'sandbox' ? 'Free' : 'Standard' },
        identity: { type: 'UserAssigned', userAssignedIdentities: [identity.id] },
        disableLocalAccounts: true,
        enableRBAC: true,
        aadProfile: {
          managed: true,
          enableAzureRBAC: true,
          tenantID: environment.spec.cloud.tenantId,
          adminGroupObjectIDs: spec.adminGroupIds,
        },
        apiServerAccessProfile:
          access === 'Private'
            ? {
                enablePrivateCluster: true,
                enablePrivateClusterPublicFQDN: false,
                privateDNSZone: 'system',
                disableRunCommand: true,
              }
            : { enablePrivateCluster: false, authorizedIPRanges: authorizedCidrs, disableRunCommand: true },
        oidcIssuerProfile: { enabled: true },
        securityProfile: {
          workloadIdentity: { enabled: true },
          imageCleaner: { enabled: true, intervalHours: 168 },
        },
        networkProfile: {
          networkPlugin: 'azure',
          networkPluginMode: 'overlay',
          networkDataplane: 'cilium',
          networkPolicy: 'cilium',
          podCidr,
          serviceCidr,
          dnsServiceIP: clusterDnsAddress,
          loadBalancerSku: 'standard',
          outboundType: network.outbound,
        },
        agentPoolProfiles: [{ name: first.name, ...this.#poolInputs(first, spec, network) }],
        autoScalerProfile: {
          balanceSimilarNodeGroups: 'true',
          expander: 'least-waste',
          // Caches are disposable: a node that nobody needs may go although its pods keep files on it.
          skipNodesWithLocalStorage: 'false',
          scaleDownUnneededTime: '30m',
        },
        autoUpgradeProfile: { upgradeChannel: 'patch', nodeOSUpgradeChannel: 'NodeImage' },
        addonProfiles: { azurepolicy: { enabled: true } },
        diskEncryptionSetID,
      },
      this.child({
        // A name is taken once: the old cluster goes before a new one comes.
        deleteBeforeReplace: true,
        dependsOn: [...granted, ...encryption.granted],
        // The cloud keeps the first pool as it was made; its numbers move with the autoscaler.
        ignoreChanges: ['agentPoolProfiles'],
        customTimeouts: { create: '60m', update: '90m' },
      }),
    );
  }

  #identity(): UserAssignedIdentity {
    return new UserAssignedIdentity(
      this.named('identity'),
      { ...this.located, resourceName: this.nameOf('azure-native:managedidentity:UserAssignedIdentity', 'cluster') },
      this.child(),
    );
  }

  #pool(
    cluster: ManagedCluster,
    pool: ZonalPool,
    spec: NewCluster,
    network: Network,
    after: pulumi.Resource,
  ): AgentPool {
    return new AgentPool(
      this.named(pool.name),
      {
        ...this.grouped,
        resourceName: cluster.name,
        agentPoolName: pool.name,
        ...this.#poolInputs(pool, spec, network),
      },
      // One after the other: AKS refuses two changes of one cluster at a time.
      this.child({ dependsOn: [after], ignoreChanges: ['count'] }),
    );
  }

  #poolInputs(pool: ZonalPool, spec: NewCluster, network: Network) {
    return {
      mode: pool.mode,
      type: 'VirtualMachineScaleSets',
      vmSize: pool.size,
      osType: 'Linux',
      osSKU: 'AzureLinux',
      osDiskType: pool.osDisk,
      osDiskSizeGB: 128,
      availabilityZones: [pool.zone],
      vnetSubnetID: must(network.nodes[pool.zone], 'the network has a subnet for every zone').id,
      enableNodePublicIP: false,
      enableEncryptionAtHost: spec.hostEncryption,
      enableAutoScaling: true,
      count: Math.max(1, pool.min),
      minCount: pool.mode === 'System' ? Math.max(1, pool.min) : pool.min,
      maxCount: Math.max(1, pool.max),
      maxPods: 110,
      nodeLabels: { ...pool.labels },
      nodeTaints: [...pool.taints],
      tags: this.tags,
      upgradeSettings: {
        // One node more at a time. Brainstore's pods may take half an hour to fill their caches again.
        maxSurge: '1',
        drainTimeoutInMinutes: 60,
        nodeSoakDurationInMinutes: pool.role === 'brainstore' ? 10 : 0,
      },
    };
  }

  /** Patches of Kubernetes and of the nodes' image come in the night to Sunday, never in between. */
  #maintenance(cluster: ManagedCluster): void {
    for (const configName of ['aksManagedAutoUpgradeSchedule', 'aksManagedNodeOSUpgradeSchedule']) {
      new MaintenanceConfiguration(
        this.named(configName === 'aksManagedAutoUpgradeSchedule' ? 'upgrades' : 'node-upgrades'),
        {
          ...this.grouped,
          resourceName: cluster.name,
          configName,
          maintenanceWindow: {
            schedule: { weekly: { dayOfWeek: 'Sunday', intervalWeeks: 1 } },
            startTime: '01:00',
            utcOffset: '+00:00',
            durationHours: 6,
          },
        },
        this.child(),
      );
    }
  }

  /** Azure Container Storage, which makes volumes of local NVMe. Source: vendor's Azure module 1.1.0. */
  #localDisks(cluster: ManagedCluster, after: pulumi.Resource): void {
    new Extension(
      this.named('local-disks'),
      {
        ...this.grouped,
        clusterRp: 'Microsoft.ContainerService',
        clusterResourceName: 'managedClusters',
        clusterName: cluster.name,
        extensionName: 'azurecontainerstorage',
        extensionType: 'microsoft.azurecontainerstoragev2',
        autoUpgradeMinorVersion: true,
        releaseTrain: 'stable',
        scope: { cluster: { releaseNamespace: 'kube-system' } },
        identity: { type: 'SystemAssigned' },
      },
      this.child({ dependsOn: [after] }),
    );
  }
}
