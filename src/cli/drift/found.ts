import type { Difference } from '../../dataplane/rollout/difference.ts';
import type { KubeObject } from '../../kube/objects.ts';
import type { DriftedField, DriftedInCluster, Who } from './report.ts';

/** What a look into the cluster found, and what could not be looked at. */
export interface Found {
  readonly objects: readonly DriftedInCluster[];
  readonly reasons: readonly string[];
  /** What was left out on purpose. */
  readonly note?: string;
}

export function missingObject(object: KubeObject): DriftedInCluster {
  return {
    ...named(object),
    change: 'missing',
    fields: [],
    who: { known: false, reason: 'the cluster keeps no record of what is gone; its audit log may' },
  };
}

export function changedObject(object: KubeObject, differing: readonly Difference[], who: Who): DriftedInCluster {
  return { ...named(object), change: 'changed', fields: differing.map(fieldOf), who };
}

/** Values of secrets are not in a difference. */
export function fieldOf({
  field,
  desired,
  observed,
}: {
  readonly field: string;
  readonly desired?: string | undefined;
  readonly observed?: string | undefined;
}): DriftedField {
  return {
    path: field,
    ...(desired !== undefined && { was: desired }),
    ...(observed !== undefined && { is: observed }),
  };
}

function named({ kind, metadata }: KubeObject) {
  const { name, namespace } = metadata;
  return { kind, ...(namespace !== undefined && { namespace }), name };
}
