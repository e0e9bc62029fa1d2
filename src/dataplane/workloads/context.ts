import type { DataPlaneSpec } from '../../api/index.ts';
import type { Component } from '../contract/components.ts';

/** Whom the plane serves, as its environment wants to know it. */
export interface ServedOrganizations {
  /** `*` for any. */
  readonly name: string;
  /** Empty where there is none. */
  readonly primaryName: string;
  /** Ids that are let in; empty for all. */
  readonly allowedIds: readonly string[];
  /** Ids whose queries are recorded; used only where the spec asks for audit records. */
  readonly auditedIds: readonly string[];
}

/** All that the rendering depends on. Equal contexts give equal objects. */
export interface PlaneContext {
  readonly name: string;
  readonly namespace: string;
  /** Makes the objects go with the DataPlane; left out where they are to stay. */
  readonly ownerUid?: string;
  readonly spec: DataPlaneSpec;
  /** Version of API and Brainstore that is rendered; during a rollout not always `spec.version`. */
  readonly version: string;
  readonly served: ServedOrganizations;
  /** Keyed hash of the secret values that a component is given. */
  readonly secretHashes: Readonly<Record<Component, string>>;
  /** Hash of the custom CA bundle, where the spec names one. */
  readonly customCaHash?: string;
}
