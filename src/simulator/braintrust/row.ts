import type { Json, JsonObject } from '../../runtime/canonical-json.ts';

/** The kinds of object that the stand-in keeps, as they stand in the API's paths. */
export const resourceTypes = ['organization', 'user', 'project', 'project_tag', 'ai_secret', 'env_var'] as const;
export type ResourceType = (typeof resourceTypes)[number];

/** An object as the API answers it. A secret's value is never a field of it: those are kept apart. */
export interface Row {
  readonly id: string;
  readonly [field: string]: Json;
}

/** A field that is known to be text, of a row that we wrote or a body that was validated. */
export function text(object: JsonObject, field: string): string {
  const value = object[field];
  return typeof value === 'string' ? value : '';
}
