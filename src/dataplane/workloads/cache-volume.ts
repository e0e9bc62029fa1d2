import type { V1ResourceRequirements, V1Volume } from '@kubernetes/client-node';
import type { DataPlaneSpec } from '../../api/index.ts';
import type { BrainstoreRole } from '../contract/components.ts';
import { autopilotComputeClass, autopilotNodeLabels, azureLocalDiskClass } from '../contract/identity.ts';
import type { Plain } from './plain.ts';

/** How a Brainstore pod comes by its cache: the volume, what it reserves on the node, and on which nodes it can be had. */
export interface CacheVolume {
  readonly volume: Plain<V1Volume>;
  /** Disk of the node to reserve; left out where the volume reserves for itself, or where nodes do not account for it. */
  readonly ephemeralStorage?: string;
  readonly nodeLabels?: Readonly<Record<string, string>>;
}

const name = 'cache-volume';
/** Without a size limit: Brainstore exceeds its cache size for a while, and the kubelet would evict it (chart 2.0.1). */
const emptyDir: Plain<V1Volume> = { name, emptyDir: {} };

export function cacheVolume(spec: DataPlaneSpec, role: BrainstoreRole): CacheVolume {
  const size = String(spec.brainstore[role].cache.volumeSize);
  const { cloud } = spec;
  switch (cloud.provider) {
    case 'aws':
      return { volume: emptyDir, ephemeralStorage: size };
    case 'google':
      // Nodes of a Standard cluster mount their SSDs beside ephemeral storage: a request would never be met.
      if (cloud.google.mode === 'Standard') return { volume: emptyDir };
      return {
        volume: emptyDir,
        ephemeralStorage: size,
        nodeLabels: {
          [autopilotNodeLabels.machineFamily]: cloud.google.autopilotMachineFamily ?? 'c4',
          [autopilotNodeLabels.localSsd]: 'true',
          [autopilotNodeLabels.computeClass]: autopilotComputeClass,
        },
      };
    case 'azure':
      if (cloud.azure.cacheVolume === 'EmptyDir') return { volume: emptyDir };
      return { volume: { name, ephemeral: { volumeClaimTemplate: localDiskClaim(size) } } };
  }
}

/** Whether the disk behind the cache is as large as `volumeSize` says: elsewhere the node decides. */
export function volumeSizeIsReal(spec: DataPlaneSpec): boolean {
  return !(spec.cloud.provider === 'google' && spec.cloud.google.mode === 'Standard');
}

/** The cache's disk is added to the requests, unless the user has reserved disk himself. */
export function withCacheStorage(
  resources: Plain<V1ResourceRequirements>,
  ephemeralStorage: string | undefined,
): Plain<V1ResourceRequirements> {
  if (ephemeralStorage === undefined || resources.requests?.['ephemeral-storage'] !== undefined) return resources;
  return { ...resources, requests: { ...resources.requests, 'ephemeral-storage': ephemeralStorage } };
}

function localDiskClaim(storage: string) {
  return {
    spec: {
      accessModes: ['ReadWriteOnce'],
      storageClassName: azureLocalDiskClass.name,
      resources: { requests: { storage } },
    },
  };
}
