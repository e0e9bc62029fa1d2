import { copyOf, isRecord } from '../object.ts';
import { memberOf, type SchemaNode } from './schema-node.ts';

/** Removes fields that the schema does not know, in place, and returns their paths (`spec.zz`, `spec.items[0].zz`). */
export function pruneUnknown(node: SchemaNode, value: unknown, path = ''): string[] {
  const pruned: string[] = [];
  visit(node, value, path);
  return pruned;

  function visit(here: SchemaNode, inner: unknown, at: string): void {
    if (Array.isArray(inner)) {
      if (here.items === undefined) return;
      for (const [index, item] of inner.entries()) visit(here.items, item, `${at}[${index}]`);
      return;
    }
    if (!isRecord(inner) || here.type !== 'object') return;
    for (const key of Object.keys(inner)) {
      const child = memberOf(here, key);
      const childPath = at === '' ? key : `${at}.${key}`;
      if (child !== undefined) visit(child, inner[key], childPath);
      else if (!(here.embedded && (key === 'apiVersion' || key === 'kind' || key === 'metadata'))) {
        pruned.push(childPath);
        // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- the value is the caller's own working copy
        delete inner[key];
      }
    }
  }
}

/**
 * Built-in kinds go through structs that leave empty maps and lists out when they are written (`omitempty`), in place.
 * RBAC rules are the exception that keeps its empty list.
 */
export function dropEmpty(node: SchemaNode, value: unknown): void {
  if (Array.isArray(value)) {
    if (node.items !== undefined) for (const item of value) dropEmpty(node.items, item);
    return;
  }
  if (!isRecord(value)) return;
  for (const [key, inner] of Object.entries(value)) {
    const child = memberOf(node, key);
    if (child === undefined) continue;
    dropEmpty(child, inner);
    const isEmptyList = Array.isArray(inner) && inner.length === 0 && key !== 'rules';
    const isEmptyMap = child.additional !== undefined && isRecord(inner) && Object.keys(inner).length === 0;
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- the value is the caller's own working copy
    if (isEmptyList || isEmptyMap) delete value[key];
  }
}

/**
 * What the server does before it validates, in place: nulls of fields that may not be null are dropped, then defaults
 * are filled in, from the outside in, so that a default object is itself filled.
 */
export function applyDefaults(node: SchemaNode, value: unknown): void {
  if (Array.isArray(value)) {
    if (node.items === undefined) return;
    for (const item of value) applyDefaults(node.items, item);
    return;
  }
  if (!isRecord(value)) return;
  for (const key of Object.keys(value)) {
    const child = memberOf(node, key);
    if (child !== undefined && value[key] === null && !child.nullable && child.type !== 'any') {
      // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- the value is the caller's own working copy
      delete value[key];
    }
  }
  for (const [key, child] of node.properties) {
    if (value[key] === undefined && child.hasDefault) value[key] = copyOf(child.source['default']);
  }
  for (const key of Object.keys(value)) {
    const child = memberOf(node, key);
    if (child !== undefined) applyDefaults(child, value[key]);
  }
}
