import type { DataPlaneStatus } from '../../api/index.ts';
import type { Change } from './changes.ts';
import type { ClusterView } from './cluster-view.ts';
import type { Rendering } from './rendering.ts';
import type { PlaneObject } from '../workloads/kinds.ts';
import type { Part } from '../workloads/render.ts';

type Drift = NonNullable<DataPlaneStatus['drift']>[number];

/** Changes that bring the objects of a part to what is declared. */
export function dueChanges(part: Part, rendering: Rendering, view: ClusterView): readonly Change[] {
  return rendering.objects[part].flatMap((object): Change[] => {
    const live = view.liveOf(object);
    if (live === undefined) return [{ action: 'apply', part, object, reason: 'Absent', differences: [] }];
    const { found, recorded } = view.compare(object, live, rendering);
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
  view: ClusterView,
  fallback: () => readonly PlaneObject[] | undefined,
): readonly Change[] {
  return objects.flatMap((object): Change[] => {
    const live = view.liveOf(object);
    if (live === undefined) {
      const before = fallback()?.find((one) => one.kind === object.kind && one.metadata.name === object.metadata.name);
      return before === undefined ? [] : [{ action: 'apply', part, object: before, reason: 'Absent', differences: [] }];
    }
    const found = view.driftOf(live);
    const record = found.length === 0 ? undefined : view.lastApplied(live);
    if (record === undefined) return [];
    return [{ action: 'apply', part, object: record, reason: 'Drifted', differences: found }];
  });
}

/** What others changed in objects of ours since we last applied them, for the status. */
export function driftOf(view: ClusterView): readonly Drift[] {
  const found = view.cluster.objects.flatMap((live) =>
    view.driftOf(live).map(({ field, desired, observed }): Drift => ({
      field: `${live.kind}/${live.metadata.name} ${field}`.slice(0, 512),
      ...(desired !== undefined && { desired }),
      ...(observed !== undefined && { observed }),
    })),
  );
  return found.slice(0, 64);
}
