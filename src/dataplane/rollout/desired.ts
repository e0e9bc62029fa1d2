import type { DataPlane, DataPlaneSpec } from '../../api/index.ts';

/** What is declared, as far as decisions look at it. */
export interface DesiredPlane {
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
  readonly generation: number;
  readonly annotations: Readonly<Record<string, string>>;
  readonly deleting: boolean;
  /** False where nothing may be changed: `management: Observe`, or an operator that only observes. */
  readonly acting: boolean;
  readonly spec: DataPlaneSpec;
}

/** @param mode Of the operator; `observe` changes nothing whatever resources say. */
export function desiredOf(resource: DataPlane, mode: 'act' | 'observe'): DesiredPlane {
  const { metadata, spec } = resource;
  return {
    name: metadata.name,
    namespace: metadata.namespace ?? 'default',
    uid: metadata.uid ?? '',
    generation: metadata.generation ?? 0,
    annotations: metadata.annotations ?? {},
    deleting: metadata.deletionTimestamp !== undefined,
    acting: mode === 'act' && spec.policy.management === 'Full',
    spec,
  };
}
