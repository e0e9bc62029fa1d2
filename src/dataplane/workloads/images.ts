import type { DataPlaneSpec } from '../../api/index.ts';
import { componentContracts, type Component } from '../contract/components.ts';
import { imageFor } from '../releases/image.ts';

/** Image of a component at a version of the plane, after the user's overrides. */
export function imageOf(spec: Pick<DataPlaneSpec, 'images'>, component: Component, version: string): string {
  const override = component === 'api' ? spec.images.api : spec.images.brainstore;
  const repository = override?.repository ?? componentContracts[component].repository;
  const tagged = override?.tag === undefined ? imageFor(repository, version) : `${repository}:${override.tag}`;
  // Tag and digest together: the digest decides, and the tag still says the version.
  return override?.digest === undefined ? tagged : `${tagged}@${override.digest}`;
}
