import { appliedAnnotation } from './applied.ts';
import type { Change } from './changes.ts';
import type { DesiredPlane } from './desired.ts';
import type { LiveCluster, LiveObject, ObservedPlane } from './observed.ts';
import type { Hindrance } from './verdict.ts';
import { managedByLabel, ownerLabels, ownerNameLabel } from '../workloads/identity.ts';
import { migrationName } from '../workloads/api.ts';
import type { PlaneObject } from '../workloads/kinds.ts';

/** Objects of our names that are not ours to change: another plane's, or somebody's whom the policy protects. */
export function strangers(desired: DesiredPlane, cluster: LiveCluster): Hindrance | undefined {
  const others = cluster.objects.filter((live) => !isOurs(desired, live));
  const anotherPlane = others.find((live) => live.metadata.labels?.[managedByLabel] === 'planewright');
  if (anotherPlane !== undefined) {
    const owner = anotherPlane.metadata.labels?.[ownerNameLabel] ?? 'unknown';
    return {
      hindrance: 'stalled',
      reason: 'Conflict',
      message: `${nameOf(anotherPlane)} belongs to DataPlane ${owner}: one namespace holds one plane, because the contract fixes the names. Delete this DataPlane, or declare it in another namespace.`,
    };
  }
  const [stranger] = others;
  if (stranger === undefined || desired.spec.policy.adoption === 'Adopt') return undefined;
  return {
    hindrance: 'stalled',
    reason: 'AlreadyExists',
    message: `${nameOf(stranger)} is there already, and spec.policy.adoption is Refuse. Remove it, or set adoption to Adopt to take it over.`,
  };
}

/** Whether an object carries our label, or our record. */
export function isOurs(desired: Pick<DesiredPlane, 'name'>, live: LiveObject): boolean {
  const labels = live.metadata.labels ?? {};
  return Object.entries(ownerLabels(desired.name)).every(([name, value]) => labels[name] === value);
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
  return cluster.objects.flatMap((live): Change[] => {
    const { name, uid } = live.metadata;
    if (uid === undefined || live.metadata.deletionTimestamp !== undefined) return [];
    if (wanted.some((object) => object.kind === live.kind && object.metadata.name === name)) return [];
    const ours = isOurs(desired, live) || (recorded.has(uid) && live.metadata.annotations?.[appliedAnnotation]);
    if (ours === false || ours === undefined) return [];
    const reason = name === migrationName ? 'MigrationDone' : 'NoLongerDeclared';
    return [{ action: 'delete', kind: live.kind, name, uid, reason }];
  });
}

function nameOf(live: LiveObject): string {
  return `${live.kind} ${live.metadata.name}`;
}
