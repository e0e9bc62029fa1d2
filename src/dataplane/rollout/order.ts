import type { DataPlaneSpec } from '../../api/index.ts';
import { componentContracts, type BrainstoreRole } from '../contract/components.ts';
import { versionOfImage } from '../releases/image.ts';
import { compareVersions } from '../releases/version.ts';
import { imageOf } from '../workloads/images.ts';
import type { LivePod } from './observed.ts';

/**
 * Pods of these roles that run something older than what is due, those that still terminate included: they answer and
 * write until they are gone. A pod whose image has no version counts as older unless it is the very image.
 */
export function olderPods(
  spec: DataPlaneSpec,
  version: string,
  roles: readonly BrainstoreRole[],
  pods: readonly LivePod[],
): readonly LivePod[] {
  return roles.flatMap((role) => {
    const due = imageOf(spec, role, version);
    return pods.filter((pod) => pod.app === componentContracts[role].objectName && isOlder(pod.image, due));
  });
}

/** Roles whose pods read what the writer writes. */
export const readingRoles = ['reader', 'fastReader'] as const satisfies readonly BrainstoreRole[];

function isOlder(image: string, due: string): boolean {
  if (image === due) return false;
  const [runs, wanted] = [versionOfImage(image), versionOfImage(due)];
  return runs === undefined || wanted === undefined || compareVersions(runs, wanted) < 0;
}

/** Whether the API's image says a newer version than Brainstore's: no order of rolling out could make that work. */
export function apiIsNewerThanBrainstore(spec: DataPlaneSpec, version: string): boolean {
  const [api, brainstore] = [imageOf(spec, 'api', version), imageOf(spec, 'reader', version)].map(versionOfImage);
  return api !== undefined && brainstore !== undefined && compareVersions(api, brainstore) > 0;
}

/** Whether going from one API image to another may change the database: not where both say the same version. */
export function needsMigration(applied: string | undefined, due: string): boolean {
  if (applied === due) return false;
  const [before, after] = [applied === undefined ? undefined : versionOfImage(applied), versionOfImage(due)];
  return before === undefined || after === undefined || compareVersions(before, after) !== 0;
}
