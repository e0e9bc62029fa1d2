import { shapeOf } from '../../../stacks/environment/resolve.ts';
import type { Environment } from '../../../stacks/environment/schema/environment.ts';
import { rightsOf } from '../../../stacks/permissions/principals-of-environment.ts';
import {
  changesBetween,
  permissionsRecord,
  recordOf,
  type Change,
  type PermissionsRecord,
} from '../../../stacks/permissions/record.ts';
import lastRelease from '../../../stacks/permissions/last-release.json' with { type: 'json' };
import { referenceEnvironments } from '../../../stacks/permissions/reference-environments.ts';

/** How the rights of a kind of environment changed since the last release; a note where no release was recorded. */
export type Since =
  | { readonly release: string; readonly changes: readonly Change[] }
  | { readonly release?: undefined; readonly note: string };

/** The record of the last release; undefined before the first one. */
export const recordedRelease: PermissionsRecord | undefined =
  permissionsRecord.nullable().parse(lastRelease) ?? undefined;

/**
 * Compares tables with tables: the reference environment of the same kind now with the record of it then, so that what an
 * environment chose does not look like a change of ours.
 * @param principals - names of those who were asked for; others are left out.
 */
export async function sinceRelease(
  environment: Environment,
  principals: readonly string[],
  record: PermissionsRecord | undefined,
): Promise<Since> {
  if (record === undefined) {
    return { note: 'No earlier release has a record of rights, so there is nothing to compare with.' };
  }
  const kind = shapeOf(environment) ?? '';
  const reference = referenceEnvironments()[kind];
  const now = reference === undefined ? [] : recordOf((await rightsOf(reference)).principals);
  const asked = <T extends { readonly principal: string }>(all: readonly T[]): readonly T[] =>
    all.filter(({ principal }) => principals.includes(principal));
  return { release: record.version, changes: changesBetween(asked(record.kinds[kind] ?? []), asked(now)) };
}
