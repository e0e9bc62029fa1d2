import type { OpenApiSchema } from '../schema/schema-node.ts';

/** Shorthand for structural schemas, so that a kind's fields read as a table. */
export const str: OpenApiSchema = { type: 'string' };
export const int: OpenApiSchema = { type: 'integer' };
export const bool: OpenApiSchema = { type: 'boolean' };
export const intOrStr: OpenApiSchema = { 'x-kubernetes-int-or-string': true };
/** A resource quantity: `100m`, `1Gi`, 2. */
export const quantity: OpenApiSchema = { ...intOrStr };
export const time: OpenApiSchema = { type: 'string', format: 'date-time' };
export const anyValue: OpenApiSchema = { 'x-kubernetes-preserve-unknown-fields': true };

export function obj(
  properties: Readonly<Record<string, OpenApiSchema>>,
  ...required: readonly string[]
): OpenApiSchema {
  return { type: 'object', properties, ...(required.length === 0 ? {} : { required }) };
}

/** An object with one owner. */
export function whole(schema: OpenApiSchema): OpenApiSchema {
  return { ...schema, 'x-kubernetes-map-type': 'atomic' };
}

/** A list with one owner. */
export function list(items: OpenApiSchema): OpenApiSchema {
  return { type: 'array', items, 'x-kubernetes-list-type': 'atomic' };
}

/** A list that merges by the keys of its items. */
export function keyed(keys: readonly string[], items: OpenApiSchema): OpenApiSchema {
  return { type: 'array', items, 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': keys };
}

export function setOf(items: OpenApiSchema): OpenApiSchema {
  return { type: 'array', items, 'x-kubernetes-list-type': 'set' };
}

export function map(values: OpenApiSchema): OpenApiSchema {
  return { type: 'object', additionalProperties: values };
}

export function byDefault(schema: OpenApiSchema, value: unknown): OpenApiSchema {
  return { ...schema, default: value };
}

export function oneOf(...values: readonly string[]): OpenApiSchema {
  return { type: 'string', enum: values };
}
