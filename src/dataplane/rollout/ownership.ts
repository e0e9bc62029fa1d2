import { appliedAnnotation } from './applied.ts';
import type { Change } from './changes.ts';
import type { DesiredPlane } from './desired.ts';
import type { LiveCluster, LiveObject, ObservedPlane } from './observed.ts';
import type { Hindrance } from './verdict.ts';
import { ownerLabels } from '../workloads/identity.ts';
import { migrationName } from '../workloads/api.ts';
import type { PlaneObject } from '../workloads/kinds.ts';

/** What keeps this plane from its names: an older plane in the namespace, or objects that the policy protects. */
export function strangers(desired: DesiredPlane, cluster: LiveCluster): Hindrance | undefined {
  if (cluster.olderPlane !== undefined) {
    return {
      hindrance: 'stalled',
      reason: 'Conflict',
      message: `DataPlane ${cluster.olderPlane} was there first: one namespace holds one plane, because the contract fixes the names. Delete this DataPlane, or declare it in another namespace.`,
    };
  }
  const isOurs = ownershipOf(desired);
  const stranger = cluster.objects.find((live) => !isOurs(live));
  if (stranger === undefined || desired.spec.policy.adoption === 'Adopt') return undefined;
  return {
    hindrance: 'stalled',
    reason: 'AlreadyExists',
    message: `${stranger.kind} ${stranger.metadata.name} is there already, and spec.policy.adoption is Refuse. Remove it, or set adoption to Adopt to take it over.`,
  };
}

/** Tells whether an object carries the labels of what is made for this plane. */
export function ownershipOf(desired: Pick<DesiredPlane, 'name'>): (live: LiveObject) => boolean {
  const labels = Object.entries(ownerLabels(desired.name));
  return ({ metadata }) => labels.every(([name, value]) => metadata.labels?.[name] === value);
}

/**
 * What is ours and no longer wanted. An object counts as ours by its labels or, where somebody stripped these, by the
 * inventory and its uid; a stranger of the same name stays.
 */
export function surplus(
  desired: DesiredPlane,
  wanted: readonly PlaneObject[],
  cluster: LiveCluster,
  status: ObservedPlane['status'],
): readonly Change[] {
  const recorded = new Set((status?.inventory ?? []).flatMap(({ uid }) => uid ?? []));
  const isOurs = ownershipOf(desired);
  return cluster.objects.flatMap((live): Change[] => {
    const { name, uid } = live.metadata;
    if (uid === undefined || live.metadata.deletionTimestamp !== undefined) return [];
    if (wanted.some((object) => object.kind === live.kind && object.metadata.name === name)) return [];
    const ours = isOurs(live) || (recorded.has(uid) && live.metadata.annotations?.[appliedAnnotation]);
    if (ours === false || ours === undefined) return [];
    const reason = name === migrationName ? 'MigrationDone' : 'NoLongerDeclared';
    return [{ action: 'delete', kind: live.kind, name, uid, reason }];
  });
}
