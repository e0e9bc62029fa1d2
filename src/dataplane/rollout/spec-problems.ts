import type { DataPlaneSpec } from '../../api/index.ts';
import { brainstoreRoles } from '../contract/components.ts';
import { parseQuantity } from '../../api/quantity.ts';
import { volumeSizeIsReal } from '../workloads/cache-volume.ts';
import { isOfContract } from '../workloads/variables.ts';
import { apiIsNewerThanBrainstore } from './order.ts';
import type { Hindrance } from './verdict.ts';

/** What the schema lets through and no plane can work with. The first problem, as (reason, message). */
export function specProblem(spec: DataPlaneSpec, version: string): Hindrance | undefined {
  const found = variableOfTheContract(spec) ?? cacheLargerThanItsVolume(spec) ?? apiNewerThanBrainstore(spec, version);
  return found === undefined ? undefined : { hindrance: 'stalled', ...found };
}

type Problem = Omit<Hindrance, 'hindrance'>;

function variableOfTheContract({ api, brainstore }: DataPlaneSpec): Problem | undefined {
  const lists = [
    ['api', api.extraEnv] as const,
    ...brainstoreRoles.map((role) => [`brainstore.${role}`, brainstore[role].extraEnv] as const),
  ];
  for (const [path, extra] of lists) {
    const clash = extra?.find(({ name }) => isOfContract(name));
    if (clash !== undefined) {
      return {
        reason: 'VariableOfTheContract',
        message: `spec.${path}.extraEnv sets ${clash.name}, which follows from other fields of the spec. Remove it there.`,
      };
    }
  }
  return undefined;
}

function cacheLargerThanItsVolume(spec: DataPlaneSpec): Problem | undefined {
  if (!volumeSizeIsReal(spec)) return undefined;
  for (const role of brainstoreRoles) {
    const { size, volumeSize } = spec.brainstore[role].cache;
    const [cache, volume] = [parseQuantity(size), parseQuantity(volumeSize)];
    if (cache !== undefined && volume !== undefined && cache >= volume) {
      return {
        reason: 'CacheLargerThanVolume',
        message: `spec.brainstore.${role}.cache.size (${size}) is not smaller than its volumeSize (${volumeSize}): Brainstore exceeds its cache for a while and would be evicted. Set size to nine tenths of volumeSize.`,
      };
    }
  }
  return undefined;
}

function apiNewerThanBrainstore(spec: DataPlaneSpec, version: string): Problem | undefined {
  if (!apiIsNewerThanBrainstore(spec, version)) return undefined;
  return {
    reason: 'ApiNewerThanBrainstore',
    message:
      'spec.images gives the API a newer version than Brainstore, and an older Brainstore does not understand its queries. Give both the same version.',
  };
}
