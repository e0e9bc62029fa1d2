import type { DataPlaneStatus } from '../../api/index.ts';
import { compareVersions, parseVersion } from '../releases/version.ts';
import type { Hindrance } from './verdict.ts';

export interface Target {
  /** Version that everything is brought to now. */
  readonly version: string;
  /** Why that is not `spec.version`, where a person has to decide. */
  readonly refusal?: Hindrance;
  /** What comes after this rollout, where `spec.version` has moved on meanwhile. */
  readonly next?: string;
}

/** Up to this step nothing has been written by the version that is coming, so it can still be given up. */
const beforeAnythingIsWritten: readonly string[] = ['Pending', 'Preflight', 'Secrets', 'Readers'];

/**
 * The version to bring the plane to. One rollout at a time: a version under way is finished before the next one begins,
 * unless it halted (then a newer one may mend it) or has not written anything yet (then any other may take its place).
 * The plane never goes back: what an older version makes of data that a newer one wrote is not known.
 * @param current Version that runs on every pod, where it is known.
 */
export function targetOf(wanted: string, current: string | undefined, status: DataPlaneStatus | undefined): Target {
  const underWay = status?.targetVersion;
  if (
    underWay !== undefined &&
    underWay !== wanted &&
    underWay !== current &&
    !mayBeReplaced(wanted, underWay, status)
  ) {
    return { version: underWay, next: wanted };
  }
  if (current === undefined || wanted === current) return { version: wanted };
  const [from, to] = [parseVersion(current), parseVersion(wanted)];
  if (from === undefined || to === undefined) {
    return refuse(current, 'VersionNotComparable', `Nobody can tell whether ${wanted} is newer than ${current}`);
  }
  if (compareVersions(to, from) < 0) {
    return refuse(current, 'DowngradeRefused', `The plane runs ${current}, and ${wanted} is older`);
  }
  return { version: wanted };
}

function mayBeReplaced(wanted: string, underWay: string, status: DataPlaneStatus | undefined): boolean {
  const step = status?.rollout?.step ?? 'Pending';
  if (beforeAnythingIsWritten.includes(step)) return true;
  const [from, to] = [parseVersion(underWay), parseVersion(wanted)];
  const newer = from !== undefined && to !== undefined && compareVersions(to, from) > 0;
  return status?.rollout?.halted !== undefined && newer;
}

function refuse(current: string, reason: string, sentence: string): Target {
  return {
    version: current,
    refusal: {
      hindrance: 'stalled',
      reason,
      message: `${sentence}: a plane only goes forward, because an older version may not understand what a newer one wrote. Set spec.version to ${current} or to a newer release.`,
    },
  };
}
