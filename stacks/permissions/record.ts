import * as z from 'zod';
import type { Grant, Principal } from './grant.ts';

/**
 * The tables as they were at a release, with everything of one environment in them replaced by what it is: so that two
 * releases compare, and an environment of one's own is not needed to.
 */
const recordedGrant = z.strictObject({
  effect: z.enum(['Allow', 'Deny']),
  id: z.string(),
  allows: z.array(z.string()),
  on: z.array(z.string()),
  /** Conditions as one text. */
  condition: z.string().optional(),
});

const recordedPrincipal = z.strictObject({ principal: z.string(), grants: z.array(recordedGrant) });

export const permissionsRecord = z.strictObject({
  version: z.string(),
  /** By mode and cloud, such as `BYOC/aws`. */
  kinds: z.record(z.string(), z.array(recordedPrincipal)),
});

export type RecordedPrincipal = z.output<typeof recordedPrincipal>;
export type PermissionsRecord = z.output<typeof permissionsRecord>;

export function recordOf(principals: readonly Principal[]): RecordedPrincipal[] {
  return principals.map(({ principal, grants, denies = [], managed = [] }) => ({
    principal,
    grants: [
      ...grants.map((grant) => recorded('Allow', grant)),
      ...managed.map(({ name }) => ({ effect: 'Allow' as const, id: name, allows: [name], on: ['*'] })),
      ...denies.map((grant) => recorded('Deny', grant)),
    ],
  }));
}

function recorded(effect: 'Allow' | 'Deny', { id, allows, on, exceptOn, onlyIf, expression }: Grant) {
  const conditions = [
    onlyIf === undefined ? [] : [JSON.stringify(onlyIf)],
    expression === undefined ? [] : [expression],
  ].flat();
  return {
    effect,
    id,
    allows: [...allows],
    on: exceptOn === undefined ? [...on] : exceptOn.map((ref) => `not ${ref}`),
    ...(conditions.length > 0 && { condition: conditions.join(' and ') }),
  };
}

/** Something that somebody may do since a release, or may not any more. */
export interface Change {
  readonly principal: string;
  readonly change: 'added' | 'removed';
  /** As a sentence: what, on what, under which condition. */
  readonly what: string;
}

/** How rights changed from one table to the next: line by line, so that a wider condition shows as one gone and one new. */
export function changesBetween(
  before: readonly RecordedPrincipal[],
  after: readonly RecordedPrincipal[],
): readonly Change[] {
  const was = lines(before);
  const is = lines(after);
  return [
    ...[...is].filter(([line]) => !was.has(line)).map(([, change]) => ({ ...change, change: 'added' as const })),
    ...[...was].filter(([line]) => !is.has(line)).map(([, change]) => ({ ...change, change: 'removed' as const })),
  ];
}

function lines(principals: readonly RecordedPrincipal[]): ReadonlyMap<string, Omit<Change, 'change'>> {
  const entries = principals.flatMap(({ principal, grants }) =>
    grants.flatMap(({ effect, allows, on, condition }) =>
      allows.map((action): [string, Omit<Change, 'change'>] => {
        const what = `${effect === 'Allow' ? 'may' : 'may never'} ${action} on ${on.join(', ')}${condition === undefined ? '' : ` if ${condition}`}`;
        return [`${principal} ${what}`, { principal, what }];
      }),
    ),
  );
  return new Map(entries);
}
