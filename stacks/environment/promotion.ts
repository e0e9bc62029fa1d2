import { fieldOf } from '../../src/api/documents/problem.ts';
import { compareVersions, parseVersion } from '../../src/dataplane/releases/version.ts';
import { oneWayProblems } from './checks/one-way.ts';
import { differencesOf, type Difference } from './differences.ts';
import type { Environment } from './schema/environment.ts';

/** What becomes of a difference when one environment is promoted to another. */
export interface Verdict extends Difference {
  readonly field: string;
  /** `refused`: it would be carried, but the target cannot go there. */
  readonly outcome: 'carried' | 'left' | 'refused';
  /** Why, as a clause. */
  readonly why: string;
}

interface Rule {
  readonly fields: RegExp;
  readonly outcome: 'carried' | 'left' | 'tightened';
  readonly why: string;
}

/**
 * Who decides about a field: the first rule that fits. Carried is what was tried out in the one and shall hold in the
 * other; what gives an environment its place, its size or its name stays its own.
 */
const rules: readonly Rule[] = [
  { fields: /^spec[.]version$/, outcome: 'carried', why: 'the version that was tried out' },
  {
    fields: /^spec[.](kubernetes|postgres|redis)[.]version$/,
    outcome: 'carried',
    why: 'the version that was tried out',
  },
  {
    fields: /[.](replicas|resources|cache|nodeMemoryPercent|min|max|instanceType|machineFamily|sku|memoryGiB)([.]|$)/,
    outcome: 'left',
    why: 'a size',
  },
  {
    fields: /[.](storageGiB|maxStorageGiB|iops|throughputMiBps|[a-zA-Z]*Days|zones)$/,
    outcome: 'left',
    why: 'a size',
  },
  {
    fields: /[.](extraEnv|nodeSelector|tolerations|podLabels|podAnnotations|customCa|service)([.]|$)/,
    outcome: 'left',
    why: 'may name things of one environment',
  },
  { fields: /^spec[.]plane[.]namespace$/, outcome: 'left', why: 'part of its identity' },
  { fields: /^spec[.]plane[.]/, outcome: 'carried', why: 'a setting of the plane' },
  { fields: /^spec[.]entry[.]idleTimeoutSeconds$/, outcome: 'carried', why: 'how long calls may take' },
  {
    fields: /^spec[.](quarantine[.]enabled|alarms[.]enabled|network[.]endpoints|network[.]flowLogs)$/,
    outcome: 'tightened',
    why: 'a protection',
  },
  {
    fields: /^spec[.](postgres|redis)[.](highAvailability|deletionProtection)$/,
    outcome: 'tightened',
    why: 'a protection',
  },
  { fields: /^(metadata|spec[.]mode|spec[.]profile)/, outcome: 'left', why: 'what the environment is' },
  { fields: /^spec[.]cloud/, outcome: 'left', why: 'its place' },
  { fields: /^spec[.]network/, outcome: 'left', why: 'its network' },
  { fields: /^spec[.]entry/, outcome: 'left', why: 'how it is reached' },
  { fields: /^spec[.]organization/, outcome: 'left', why: 'its organization' },
  { fields: /^spec[.]policy/, outcome: 'left', why: 'an exception is granted to one environment' },
  { fields: /^spec[.]vendor/, outcome: 'left', why: 'agreed with the vendor for one account' },
];

const otherwise = { outcome: 'left', why: 'its own' } as const;

/** Decides about every difference between two environments that are filled in. Pure; nothing is written. */
export function promotion(from: Environment, to: Environment): readonly Verdict[] {
  return differencesOf(from, to).map((difference) => judged(difference, to));
}

function judged(difference: Difference, target: Environment): Verdict {
  const field = fieldOf(difference.path);
  const { outcome, why } = rules.find(({ fields }) => fields.test(field)) ?? otherwise;
  const verdict = { ...difference, field };
  if (outcome === 'left') return { ...verdict, outcome, why };
  if (difference.from === undefined) return { ...verdict, outcome: 'left', why: 'the other one does not say it' };
  if (difference.to === undefined && outcome === 'tightened') {
    return { ...verdict, outcome: 'left', why: 'there is no such field here' };
  }
  if (outcome === 'tightened') {
    return difference.from === true
      ? { ...verdict, outcome: 'carried', why }
      : { ...verdict, outcome: 'left', why: `${why}, and promotion takes none away` };
  }
  const hindrance = hindranceOf(difference, target);
  return hindrance === undefined ? { ...verdict, outcome, why } : { ...verdict, outcome: 'refused', why: hindrance };
}

function hindranceOf(difference: Difference, target: Environment): string | undefined {
  const { path, from, to } = difference;
  if (fieldOf(path) === 'spec.version') {
    const [shall, is] = [parseVersion(String(from)), parseVersion(String(to))];
    if (shall !== undefined && is !== undefined && compareVersions(shall, is) < 0) {
      return `cannot go from ${String(to)} back to ${String(from)}: promotion does not downgrade`;
    }
  }
  return oneWayProblems(target, withValue(target, difference)).map(({ reason }) => reason)[0];
}

/** The environment with one field as the other one has it. */
function withValue<T extends object>(target: T, { path, from }: Difference): T {
  const copy = structuredClone(target);
  let parent = copy as Record<string, unknown>;
  for (const step of path.slice(0, -1)) {
    const inner = parent[String(step)];
    if (typeof inner !== 'object' || inner === null) return copy;
    parent = inner as Record<string, unknown>;
  }
  parent[String(path.at(-1))] = from;
  return copy;
}
