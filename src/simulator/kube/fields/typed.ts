import { isRecord, sameValue } from '../object.ts';
import { memberOf, type SchemaNode } from '../schema/schema-node.ts';
import { identityOf, itemsByIdentity, typeName } from '../schema/validate.ts';
import { below, elementText, emptySet, type FieldSet } from './field-set.ts';

/** Items that merge have identities: sets and lists with keys. Everything else has one owner as a whole. */
export function elementOf(node: SchemaNode, item: unknown): string | undefined {
  const key = identityOf(node, item);
  if (key === undefined) return undefined;
  return node.isSet ? `v:${key}` : `k:${key}`;
}

/** A value that has no parts of its own to own: a scalar, or a list or map with one owner. */
function isWhole(node: SchemaNode, value: unknown): boolean {
  if (Array.isArray(value)) return node.type === 'any' || node.atomic;
  return !isRecord(value) || node.atomic;
}

function isLeaf(node: SchemaNode, value: unknown): boolean {
  return isWhole(node, value) || Object.keys(value as object).length === 0;
}

/** The fields that a value has, as its owner would own them. */
export function fieldsOf(node: SchemaNode, value: unknown): FieldSet {
  const set = emptySet();
  collect(node, value, set);
  return set;
}

/** `withMaps`: who brings a map into being by a PUT or POST owns the map besides its entries. */
function collect(node: SchemaNode, value: unknown, set: FieldSet, withMaps = false): void {
  if (isLeaf(node, value) || (withMaps && node.additional !== undefined)) {
    set.owned = true;
    if (isLeaf(node, value)) return;
  }
  if (Array.isArray(value)) {
    for (const item of value) {
      const element = elementOf(node, item);
      if (element === undefined || node.items === undefined) continue;
      const child = below(set, element);
      child.owned = true;
      if (!node.isSet) collect(node.items, item, child, withMaps);
      child.owned = true;
    }
    return;
  }
  if (!isRecord(value)) return;
  for (const [key, inner] of Object.entries(value)) {
    const child = memberOf(node, key);
    if (child !== undefined && inner !== undefined) collect(child, inner, below(set, `f:${key}`), withMaps);
  }
}

/** The fields whose values differ: what is new or other in `after`, and what is gone. */
export function compareFields(
  node: SchemaNode,
  before: unknown,
  after: unknown,
): { changed: FieldSet; removed: FieldSet } {
  const changed = emptySet();
  const removed = emptySet();
  compare(node, before, after, changed, removed);
  return { changed, removed };
}

function compare(node: SchemaNode, before: unknown, after: unknown, changed: FieldSet, removed: FieldSet): void {
  if (sameValue(before, after)) return;
  if (before === undefined) {
    collect(node, after, changed, true);
    return;
  }
  if (after === undefined) {
    collect(node, before, removed);
    return;
  }
  if (isWhole(node, before) || isWhole(node, after)) {
    collect(node, after, changed);
    if (!isWhole(node, before)) collect(node, before, removed);
    return;
  }
  for (const [element, child, old, now] of pairs(node, before, after)) {
    if (sameValue(old, now)) continue;
    const [inChanged, inRemoved] = [below(changed, element), below(removed, element)];
    compare(child, old, now, inChanged, inRemoved);
    if (element.startsWith('f:')) continue;
    if (old === undefined) inChanged.owned = true;
    if (now === undefined) inRemoved.owned = true;
  }
}

function pairs(node: SchemaNode, before: unknown, after: unknown): [string, SchemaNode, unknown, unknown][] {
  const out: [string, SchemaNode, unknown, unknown][] = [];
  if (Array.isArray(before) || Array.isArray(after)) {
    const { items } = node;
    if (items === undefined) return out;
    const [old, now] = [itemsByIdentity(node, before), itemsByIdentity(node, after)];
    const mark = node.isSet ? 'v:' : 'k:';
    for (const key of new Set([...old.keys(), ...now.keys()]))
      out.push([mark + key, items, old.get(key), now.get(key)]);
    return out;
  }
  if (!isRecord(before) || !isRecord(after)) return out;
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const child = memberOf(node, key);
    if (child !== undefined) out.push([`f:${key}`, child, before[key], after[key]]);
  }
  return out;
}

/** `live` with everything that `applied` says laid over it. Neither is changed. */
export function mergeValues(node: SchemaNode, live: unknown, applied: unknown): unknown {
  if (applied === undefined) return live;
  if (Array.isArray(applied)) {
    if (!Array.isArray(live) || node.type === 'any' || node.atomic || node.items === undefined) return applied;
    return mergeLists(node, node.items, live, applied);
  }
  if (!isRecord(applied) || !isRecord(live) || node.atomic) return applied;
  const out: Record<string, unknown> = { ...live };
  for (const [key, inner] of Object.entries(applied)) {
    const child = memberOf(node, key);
    out[key] = child === undefined ? inner : mergeValues(child, live[key], inner);
  }
  return out;
}

/** Keeps the order of both where they agree; where they do not, that of the applied list. */
function mergeLists(
  node: SchemaNode,
  items: SchemaNode,
  live: readonly unknown[],
  applied: readonly unknown[],
): unknown[] {
  const [old, now] = [itemsByIdentity(node, live), itemsByIdentity(node, applied)];
  const out: unknown[] = [];
  let next = 0;
  const keepOwn = (until: string | undefined): void => {
    for (; next < live.length; next += 1) {
      const key = identityOf(node, live[next]) ?? '';
      if (key === until) {
        next += 1;
        return;
      }
      if (now.has(key)) return;
      out.push(live[next]);
    }
  };
  for (const item of applied) {
    const key = identityOf(node, item) ?? '';
    keepOwn(key);
    const before = old.get(key);
    out.push(node.isSet || before === undefined ? item : mergeValues(items, before, item));
  }
  for (; next < live.length; next += 1) {
    if (!now.has(identityOf(node, live[next]) ?? '')) out.push(live[next]);
  }
  return out;
}

/** `value` without the fields in `gone`; what becomes empty by that goes too. A field that `kept` holds, or anything in it, stays. */
export function removeFields(node: SchemaNode, value: unknown, gone: FieldSet, kept: FieldSet): unknown {
  if (Array.isArray(value)) {
    const out: unknown[] = [];
    for (const item of value) {
      const rest = removeMember(elementOf(node, item), node.items, item, gone, kept);
      if (rest !== undefined) out.push(rest);
    }
    return out.length === 0 && value.length > 0 ? undefined : out;
  }
  if (!isRecord(value)) return value;
  const out: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    const rest = removeMember(`f:${key}`, memberOf(node, key), inner, gone, kept);
    if (rest !== undefined) out[key] = rest;
  }
  return Object.keys(out).length === 0 && Object.keys(value).length > 0 ? undefined : out;
}

function removeMember(
  element: string | undefined,
  node: SchemaNode | undefined,
  value: unknown,
  gone: FieldSet,
  kept: FieldSet,
): unknown {
  const going = element === undefined ? undefined : gone.children.get(element);
  if (element === undefined || going === undefined || node === undefined) return value;
  const staying = kept.children.get(element);
  if (going.owned && staying === undefined) return undefined;
  if (going.children.size === 0) return value;
  const rest = removeFields(node, value, going, staying ?? emptySet());
  if (rest !== undefined || staying?.owned !== true) return rest;
  // Somebody owns the container itself: it stays, empty.
  return Array.isArray(value) ? [] : {};
}

/** What makes a value unfit for a typed patch, worded as server-side apply words it. */
export function typedErrors(node: SchemaNode, value: unknown, path = ''): string[] {
  if (value === null || node.type === 'any') return [];
  const expected = (what: string): string[] => [`${path}: expected ${what}, got ${typeName(value)}`];
  switch (node.type) {
    case 'string':
      return typeof value === 'string' ? [] : expected('string');
    case 'boolean':
      return typeof value === 'boolean' ? [] : expected('boolean');
    case 'integer':
    case 'number':
      return typeof value === 'number' ? [] : expected('numeric (int or float)');
    case 'int-or-string':
      return typeof value === 'number' || typeof value === 'string' ? [] : expected('string');
    case 'array':
      return Array.isArray(value) ? listErrors(node, value, path) : expected('list');
    case 'object':
      break;
  }
  if (!isRecord(value)) return expected('map');
  const errors: string[] = [];
  for (const [key, inner] of Object.entries(value)) {
    const child = memberOf(node, key);
    if (child !== undefined) errors.push(...typedErrors(child, inner, `${path}.${key}`));
    else if (!node.embedded) errors.push(`${path}.${key}: field not declared in schema`);
  }
  return errors;
}

function listErrors(node: SchemaNode, value: readonly unknown[], path: string): string[] {
  const errors: string[] = [];
  const seen = new Set<string>();
  for (const [index, item] of value.entries()) {
    const element = elementOf(node, item);
    const where = element === undefined ? `${path}[${index}]` : `${path}${elementText(element)}`;
    if (element !== undefined) {
      if (seen.has(element)) errors.push(`${path}: duplicate entries for key ${elementText(element)}`);
      seen.add(element);
    }
    if (node.items !== undefined) errors.push(...typedErrors(node.items, item, where));
  }
  return errors;
}
