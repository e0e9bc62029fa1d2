import * as z from 'zod';
import { isPlainObject, type Json, type JsonObject } from '../../runtime/canonical-json.ts';
import type { RemoteKindName } from '../breaker.ts';

/** What every administrative object of the API has. */
export interface Row {
  readonly id: string;
  readonly name: string;
}

/** One kind of remote object: where it lives, how an answer is read, and by what it is recognised without an id. */
export interface RowKind<T extends Row> {
  readonly kind: RemoteKindName;
  /** Collection path. */
  readonly path: string;
  /** Throws a ZodError where a field that we rely on is missing. Unknown fields and enum values pass. */
  decode(json: unknown): T;
  /** Unique among live rows of one organization. */
  naturalKey(row: T): string;
  /** The organization that the row says it belongs to; undefined where the kind does not say. */
  organizationId?(row: T): string | undefined;
}

/** A JSON string without separators to escape: parts can hold anything. */
export function keyOf(...parts: readonly string[]): string {
  return parts.length === 1 ? (parts[0] ?? '') : JSON.stringify(parts);
}

export const text = z.string().min(1);
/** The vendor leaves a field out, sends null, or sends a type that its document does not name: all read as unset. */
export const optionalText = z
  .unknown()
  .optional()
  .transform((value) => (typeof value === 'string' && value !== '' ? value : undefined));
export const optionalFlag = z
  .unknown()
  .optional()
  .transform((value) => (typeof value === 'boolean' ? value : undefined));
export const optionalObject = z
  .unknown()
  .optional()
  .transform((value): JsonObject | undefined =>
    isPlainObject(value) ? (value as { readonly [key: string]: Json }) : undefined,
  );

/** The object without keys whose value is undefined, in the API's spelling: the allow-list of one verb's body. */
export function bodyOf(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** Rows that were deleted stay readable by id for some kinds; they are gone. */
export function isDeleted(json: unknown): boolean {
  return isPlainObject(json) && typeof json['deleted_at'] === 'string';
}
