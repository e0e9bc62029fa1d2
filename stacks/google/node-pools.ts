import type { NodePoolArgs } from '@pulumi/gcp/container/nodePool.js';
import type { GoogleEnvironment } from '../environment/schema/environment.ts';
import type { ClusterParts } from './cluster-args.ts';
import { googleMachine } from './machines.ts';

export const poolRoles = ['services', 'brainstore'] as const;
type PoolRole = (typeof poolRoles)[number];
type Pool = Extract<GoogleEnvironment['spec']['kubernetes'], { type: 'Standard' }>[PoolRole];

/** Label and taint of nodes: which pool they are of. */
export const poolLabel = 'planewright.dev/pool';

/** Taint of the nodes with local SSD, so that nothing else takes the room of a Brainstore pod. */
export const brainstoreToleration = {
  key: poolLabel,
  operator: 'Equal' as const,
  value: 'brainstore',
  effect: 'NoSchedule',
};

/**
 * A pool of GKE Standard. Upgrades bring a new node before an old one goes. The images of the plane are for Arm and x86,
 * so the taint that GKE puts on Arm nodes is left out.
 */
export function nodePoolArgs(
  role: PoolRole,
  { instanceType, min, max }: Pool,
  { name, labels, keys, nodeAccount }: Omit<ClusterParts, 'network' | 'mayGo'>,
): Omit<NodePoolArgs, 'cluster'> {
  const machine = googleMachine(instanceType);
  const withDisks = role === 'brainstore';
  return {
    name,
    initialNodeCount: 1,
    autoscaling: { totalMinNodeCount: min, totalMaxNodeCount: max, locationPolicy: 'BALANCED' },
    upgradeSettings: { strategy: 'SURGE', maxSurge: 1, maxUnavailable: 0 },
    management: { autoRepair: true, autoUpgrade: true },
    nodeConfig: {
      machineType: instanceType,
      imageType: 'COS_CONTAINERD',
      diskType: bootDiskOf(instanceType),
      diskSizeGb: 100,
      bootDiskKmsKey: keys.key,
      serviceAccount: nodeAccount,
      oauthScopes: ['https://www.googleapis.com/auth/cloud-platform'],
      shieldedInstanceConfig: { enableSecureBoot: true, enableIntegrityMonitoring: true },
      workloadMetadataConfig: { mode: 'GKE_METADATA' },
      metadata: { 'disable-legacy-endpoints': 'true' },
      labels: { [poolLabel]: role },
      resourceLabels: { ...labels },
      ...(machine?.architecture === 'arm64' && { taintConfig: { architectureTaintBehavior: 'NONE' } }),
      ...(withDisks && {
        taints: [{ key: poolLabel, value: role, effect: 'NO_SCHEDULE' }],
        // Zero stands for as many as the machine type comes with.
        ephemeralStorageLocalSsdConfig: { localSsdCount: machine?.localSsds ?? 0 },
      }),
    },
  };
}

/** Machines of the fourth generation take Hyperdisk alone. Source: https://cloud.google.com/compute/docs/general-purpose-machines. */
function bootDiskOf(instanceType: string): string {
  return /^(c4|n4)/.test(instanceType) ? 'hyperdisk-balanced' : 'pd-balanced';
}
