import type { DataPlaneStatus } from '../../api/index.ts';
import { differences } from './difference.ts';
import { appliedAnnotation, lastApplied, recordOf } from './applied.ts';
import type { Change } from './changes.ts';
import type { LiveCluster, LiveObject } from './observed.ts';
import type { PlaneObject } from '../workloads/kinds.ts';
import type { Part } from '../workloads/render.ts';

type Drift = NonNullable<DataPlaneStatus['drift']>[number];

export function liveOf(cluster: LiveCluster, object: PlaneObject): LiveObject | undefined {
  return cluster.objects.find((live) => live.kind === object.kind && live.metadata.name === object.metadata.name);
}

/** Changes that bring the objects of a part to what is declared. */
export function dueChanges(part: Part, objects: readonly PlaneObject[], cluster: LiveCluster): readonly Change[] {
  return objects.flatMap((object): Change[] => {
    const live = liveOf(cluster, object);
    if (live === undefined) return [{ action: 'apply', part, object, reason: 'Absent', differences: [] }];
    const found = differences(object, live);
    const recorded = live.metadata.annotations?.[appliedAnnotation] === recordOf(object);
    if (recorded && found.length === 0) return [];
    return [{ action: 'apply', part, object, reason: recorded ? 'Drifted' : 'Changed', differences: found }];
  });
}

/**
 * Changes that put objects that are not due back to what we last made of them. An object that is gone comes back as
 * `fallback` has it, where that is known.
 */
export function keepingChanges(
  part: Part,
  objects: readonly PlaneObject[],
  cluster: LiveCluster,
  fallback: () => readonly PlaneObject[] | undefined,
): readonly Change[] {
  return objects.flatMap((object): Change[] => {
    const live = liveOf(cluster, object);
    if (live === undefined) {
      const before = fallback()?.find((one) => one.kind === object.kind && one.metadata.name === object.metadata.name);
      return before === undefined ? [] : [{ action: 'apply', part, object: before, reason: 'Absent', differences: [] }];
    }
    const record = lastApplied(live);
    const found = record === undefined ? [] : differences(record, live);
    if (record === undefined || found.length === 0) return [];
    return [{ action: 'apply', part, object: record, reason: 'Drifted', differences: found }];
  });
}

/** What others changed in objects of ours since we last applied them, for the status. */
export function driftOf(cluster: LiveCluster): readonly Drift[] {
  const found = cluster.objects.flatMap((live) => {
    const record = lastApplied(live);
    if (record === undefined) return [];
    return differences(record, live).map(({ field, desired, observed }): Drift => ({
      field: `${live.kind}/${live.metadata.name} ${field}`.slice(0, 512),
      ...(desired !== undefined && { desired }),
      ...(observed !== undefined && { observed }),
    }));
  });
  return found.slice(0, 64);
}
