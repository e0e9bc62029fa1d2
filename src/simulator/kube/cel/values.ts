import { celEnvironment } from './environment.ts';
import { isRecord } from '../object.ts';
import type { SchemaNode } from '../schema/schema-node.ts';
import { memberOf } from '../schema/schema-node.ts';

/**
 * A value as CEL sees it: whole numbers of integer fields as 64-bit integers (a plain number is a double), dates and
 * durations as such, nulls left out so that `has()` is false, field names escaped.
 */
export function celValue(node: SchemaNode, value: unknown): unknown {
  if (typeof value === 'number') {
    return (node.type === 'integer' || node.type === 'int-or-string' || node.type === 'any') && Number.isInteger(value)
      ? BigInt(value)
      : value;
  }
  if (typeof value === 'string') return celText(node, value);
  if (Array.isArray(value)) {
    const items = node.items;
    return items === undefined ? value : value.map((item) => celValue(items, item));
  }
  if (!isRecord(value)) return value;
  if (node.additional !== undefined && node.properties.size === 0) {
    const map = new Map<string, unknown>();
    for (const [key, inner] of Object.entries(value)) {
      if (inner !== null && inner !== undefined) map.set(key, celValue(node.additional, inner));
    }
    return map;
  }
  const object: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    const child = memberOf(node, key);
    if (inner !== null && inner !== undefined && child !== undefined) object[escapeName(key)] = celValue(child, inner);
  }
  return object;
}

function celText(node: SchemaNode, value: string): unknown {
  const format = node.source['format'];
  if ((format === 'date-time' || format === 'date') && !Number.isNaN(Date.parse(value))) return new Date(value);
  return format === 'duration' ? durationOf({ self: value }) : value;
}

// The library makes durations only inside an expression.
const durationOf: (variables: { self: string }) => unknown = celEnvironment().parse('duration(self)');

const reserved = new Set(
  'true false null in as break const continue else for function if import let loop package namespace return var void while'.split(
    ' ',
  ),
);

/** A field's name inside CEL: `a-b` is `a__dash__b`, `namespace` is `__namespace__`. */
export function escapeName(name: string): string {
  if (reserved.has(name)) return `__${name}__`;
  return name
    .replaceAll('__', '__underscores__')
    .replaceAll('.', '__dot__')
    .replaceAll('-', '__dash__')
    .replaceAll('/', '__slash__');
}
