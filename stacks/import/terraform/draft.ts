import { awsModule } from './aws.ts';
import { azureModule } from './azure.ts';
import { head, planeFields, type Field, type Module } from './field.ts';
import { googleModule } from './google.ts';
import type { Outputs } from './outputs.ts';

const modules: readonly Module[] = [awsModule, googleModule, azureModule];

/** The module whose outputs these are: that whose marks are all there, or the one of the cloud that a person named. */
export function moduleOf({ names }: Outputs, cloud: string | undefined): Module | undefined {
  if (cloud !== undefined) return modules.find((each) => each.cloud === cloud);
  return modules.find(({ knownBy }) => knownBy.every((name) => names.includes(name)));
}

/** A field with what is known of it. */
export interface DraftField extends Pick<Field, 'path' | 'what'> {
  /** Undefined where a person must say it. */
  readonly value: unknown;
}

/**
 * Every field of the environment, filled in from the outputs, and over them from what a person gave. What a person gave
 * beyond the tables comes last.
 */
export function draftOf(
  module: Module,
  outputs: Outputs,
  profile: string,
  given: ReadonlyMap<string, unknown>,
): readonly DraftField[] {
  const fields = [...head(profile), ...module.fields, ...planeFields];
  const known = new Set(fields.map(({ path }) => path));
  const more = [...given].filter(([path]) => !known.has(path)).map(([path, value]) => ({ path, what: '', value }));
  return [
    ...fields.map(({ path, what, from }) => ({ path, what, value: given.get(path) ?? from?.(outputs) })),
    ...more,
  ];
}

/** The document that the fields with a value make. */
export function documentOf(fields: readonly DraftField[]): Readonly<Record<string, unknown>> {
  const document: Record<string, unknown> = {};
  for (const { path, value } of fields) {
    if (value === undefined) continue;
    const steps = path.split('.');
    let parent = document;
    for (const step of steps.slice(0, -1)) {
      const inner = parent[step];
      parent = typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>) : (parent[step] = {});
    }
    parent[steps.at(-1) ?? ''] = value;
  }
  return document;
}
