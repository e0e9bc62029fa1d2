import { isPlainObject } from '../../../runtime/canonical-json.ts';

/** An answer of a cloud, of which nothing is taken for granted. */
export type Answer = Readonly<Record<string, unknown>>;

export function objectAt(value: unknown): Answer {
  return isPlainObject(value) ? value : {};
}

export function textAt(object: Answer, field: string): string | undefined {
  const value = object[field];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function listAt(object: Answer, field: string): readonly Answer[] {
  const value = object[field];
  return Array.isArray(value) ? value.filter(isPlainObject) : [];
}
