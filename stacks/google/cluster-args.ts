import type { ClusterArgs } from '@pulumi/gcp/container/cluster.js';
import type * as pulumi from '@pulumi/pulumi';
import type { GoogleEnvironment } from '../environment/schema/environment.ts';
import { maintenanceOf } from './maintenance.ts';
import type { KeyReference, NetworkReference } from './references.ts';

export interface ClusterParts {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly network: NetworkReference;
  readonly keys: KeyReference;
  /** Address of the service account that nodes run as. */
  readonly nodeAccount: pulumi.Input<string>;
  /** Whether it is about to be replaced on purpose. */
  readonly mayGo: boolean;
}

/** What GKE is asked for. Nodes have no public address in either mode, and the disks of both are under the key. */
export function clusterArgs(environment: GoogleEnvironment, parts: ClusterParts): ClusterArgs {
  const { spec } = environment;
  const { kubernetes, cloud } = spec;
  if (kubernetes.type === 'Existing') throw new TypeError('a cluster that exists is not made');
  return {
    name: parts.name,
    project: cloud.project,
    location: cloud.region,
    resourceLabels: { ...parts.labels },
    deletionProtection: spec.profile !== 'sandbox' && !parts.mayGo,
    network: parts.network.network,
    subnetwork: parts.network.subnetwork,
    networkingMode: 'VPC_NATIVE',
    ipAllocationPolicy: {
      clusterSecondaryRangeName: parts.network.podsRange,
      servicesSecondaryRangeName: parts.network.servicesRange,
    },
    ...endpointArgs(environment),
    databaseEncryption: { state: 'ENCRYPTED', keyName: parts.keys.key },
    releaseChannel: { channel: kubernetes.releaseChannel },
    maintenancePolicy: { recurringWindow: maintenanceOf(environment).cluster },
    workloadIdentityConfig: { workloadPool: `${cloud.project}.svc.id.goog` },
    gatewayApiConfig: { channel: 'CHANNEL_STANDARD' },
    loggingConfig: { enableComponents: ['SYSTEM_COMPONENTS', 'WORKLOADS'] },
    monitoringConfig: { enableComponents: ['SYSTEM_COMPONENTS'], managedPrometheus: { enabled: true } },
    securityPostureConfig: { mode: 'BASIC', vulnerabilityMode: 'VULNERABILITY_DISABLED' },
    costManagementConfig: { enabled: true },
    ...(kubernetes.type === 'Autopilot' ? autopilotArgs(parts) : standardArgs(parts, cloud.zones)),
  };
}

function endpointArgs({ spec }: GoogleEnvironment): Partial<ClusterArgs> {
  const { kubernetes, network } = spec;
  if (kubernetes.type === 'Existing') return {};
  const isPrivate = kubernetes.endpoint.access === 'Private';
  const networks = isPrivate
    ? [{ displayName: 'network', cidrBlock: network.cidr }, ...authorized(kubernetes.endpoint.authorizedCidrs)]
    : authorized(kubernetes.endpoint.authorizedCidrs);
  return {
    privateClusterConfig: {
      enablePrivateNodes: true,
      enablePrivateEndpoint: isPrivate,
      masterIpv4CidrBlock: kubernetes.controlPlaneCidr,
      masterGlobalAccessConfig: { enabled: false },
    },
    masterAuthorizedNetworksConfig: { cidrBlocks: networks, gcpPublicCidrsAccessEnabled: false },
  };
}

function authorized(cidrs: readonly string[]) {
  return cidrs.map((cidrBlock, index) => ({ cidrBlock, displayName: `authorized-${index + 1}` }));
}

function autopilotArgs({ nodeAccount, keys }: ClusterParts): Partial<ClusterArgs> {
  return {
    enableAutopilot: true,
    clusterAutoscaling: { autoProvisioningDefaults: { serviceAccount: nodeAccount, bootDiskKmsKey: keys.key } },
  };
}

function standardArgs({ nodeAccount, keys }: ClusterParts, zones: readonly string[]): Partial<ClusterArgs> {
  return {
    nodeLocations: [...zones],
    // Autopilot has it always.
    datapathProvider: 'ADVANCED_DATAPATH',
    enableShieldedNodes: true,
    enableIntranodeVisibility: true,
    removeDefaultNodePool: true,
    initialNodeCount: 1,
    nodeConfig: {
      serviceAccount: nodeAccount,
      bootDiskKmsKey: keys.key,
      shieldedInstanceConfig: { enableSecureBoot: true, enableIntegrityMonitoring: true },
      workloadMetadataConfig: { mode: 'GKE_METADATA' },
    },
    clusterAutoscaling: { enabled: false, autoscalingProfile: 'BALANCED' },
    addonsConfig: { dnsCacheConfig: { enabled: true } },
    verticalPodAutoscaling: { enabled: true },
  };
}
