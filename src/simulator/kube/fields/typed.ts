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
export function isWhole(node: SchemaNode, value: unknown): boolean {
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

/** Which containers are members themselves besides what is in them. */
type Containers = 'none' | 'lists-and-maps' | 'all';

function collect(node: SchemaNode, value: unknown, set: FieldSet, containers: Containers = 'none', depth = 0): void {
  if (isLeaf(node, value)) {
    // An empty list that merges by key has nothing to own; an applier that lists nothing claims nothing.
    const nothing = Array.isArray(value) && !isWhole(node, value) && containers === 'none';
    set.owned = !nothing;
    return;
  }
  const isStruct = isRecord(value) && node.additional === undefined && !node.preserveUnknown;
  if (depth > 0 && (containers === 'all' || (containers === 'lists-and-maps' && !isStruct))) set.owned = true;
  if (Array.isArray(value)) {
    for (const item of value) {
      const element = elementOf(node, item);
      if (element === undefined || node.items === undefined) continue;
      const child = below(set, element);
      if (!node.isSet) collect(node.items, item, child, containers, depth + 1);
      child.owned = true;
    }
    return;
  }
  if (!isRecord(value)) return;
  for (const [key, inner] of Object.entries(value)) {
    const child = memberOf(node, key);
    if (child !== undefined && inner !== undefined)
      collect(child, inner, below(set, `f:${key}`), containers, depth + 1);
  }
}

/**
 * The fields whose values differ: what is new or other in `after`, and what is gone. A container that comes into being
 * counts itself; an object with fixed fields does so only where `structs` says it (custom resources: built-in kinds
 * are structs that are always there).
 */
export function compareFields(
  node: SchemaNode,
  before: unknown,
  after: unknown,
  structs: boolean,
): { changed: FieldSet; removed: FieldSet } {
  const changed = emptySet();
  const removed = emptySet();
  compare(node, before, after, { changed, removed }, structs ? 'all' : 'lists-and-maps', 0);
  return { changed, removed };
}

interface Compared {
  readonly changed: FieldSet;
  readonly removed: FieldSet;
}

function compare(
  node: SchemaNode,
  before: unknown,
  after: unknown,
  into: Compared,
  containers: Containers,
  depth: number,
): void {
  if (sameValue(before, after)) return;
  if (before === undefined) {
    collect(node, after, into.changed, containers, depth);
    return;
  }
  if (after === undefined) {
    collect(node, before, into.removed, containers, depth);
    return;
  }
  if (isWhole(node, before) || isWhole(node, after)) {
    collect(node, after, into.changed);
    if (!isWhole(node, before)) collect(node, before, into.removed);
    return;
  }
  for (const [element, child, old, now] of pairs(node, before, after)) {
    if (sameValue(old, now)) continue;
    const inner = { changed: below(into.changed, element), removed: below(into.removed, element) };
    compare(child, old, now, inner, containers, depth + 1);
    if (element.startsWith('f:')) continue;
    if (old === undefined) inner.changed.owned = true;
    if (now === undefined) inner.removed.owned = true;
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

/**
 * Both orders are kept where they agree; where they do not, shared items take the applied order, and live items of
 * others stay behind the shared item that they followed.
 */
function mergeLists(
  node: SchemaNode,
  items: SchemaNode,
  live: readonly unknown[],
  applied: readonly unknown[],
): unknown[] {
  const [old, now] = [itemsByIdentity(node, live), itemsByIdentity(node, applied)];
  const keyOf = (item: unknown): string => identityOf(node, item) ?? '';
  const shared = applied.map(keyOf).filter((key) => old.has(key));
  const out: unknown[] = [];
  const take = (item: unknown): void => {
    const key = keyOf(item);
    const before = old.get(key);
    out.push(node.isSet || before === undefined ? item : mergeValues(items, before, item));
    if (shared[0] === key) shared.shift();
  };
  let next = 0;
  for (const item of applied) {
    for (; next < live.length; next += 1) {
      const key = keyOf(live[next]);
      if (key === keyOf(item)) {
        next += 1;
        break;
      }
      // Not shared: it stays where it is. Shared, but not next in turn: it is taken when its turn comes.
      if (!now.has(key)) out.push(live[next]);
      else if (shared[0] === undefined || shared[0] === key) break;
    }
    take(item);
  }
  for (; next < live.length; next += 1) if (!now.has(keyOf(live[next]))) out.push(live[next]);
  return out;
}

/** What makes a value unfit for a typed patch, worded as server-side apply words it. */
export function typedErrors(node: SchemaNode, value: unknown, path = ''): string[] {
  if (value === null || node.type === 'any') return [];
  const expected = (what: string): string[] => [`${path}: expected ${what}, got ${goText(what, value)}`];
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
  for (const [key, inner] of Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const child = memberOf(node, key);
    if (child !== undefined) errors.push(...typedErrors(child, inner, `${path}.${key}`));
    // The real server gives up on an object at its first unknown field.
    else if (!node.embedded) return [`${path}.${key}: field not declared in schema`];
  }
  return errors;
}

/** A value as the real server's sentences print it. */
function goText(wanted: string, value: unknown): string {
  if (wanted === 'map' || wanted === 'list') return `&{${typeof value === 'string' ? value : JSON.stringify(value)}}`;
  if (wanted.startsWith('numeric')) return typeName(value);
  return `&value.valueUnstructured{Value:${typeof value === 'string' ? `"${value}"` : JSON.stringify(value)}}`;
}

function listErrors(node: SchemaNode, value: readonly unknown[], path: string): string[] {
  const errors: string[] = [];
  const seen = new Set<string>();
  for (const [index, item] of value.entries()) {
    const element = elementOf(node, item);
    if (element === 'k:{}') {
      const keys = JSON.stringify(node.listKeys);
      return [
        `${path}: element ${index}: associative list with keys has an element that omits all key fields ${keys} (and doesn't have default values for any key fields)`,
      ];
    }
    const where = element === undefined ? `${path}[${index}]` : `${path}${elementText(element)}`;
    if (element !== undefined) {
      if (seen.has(element)) errors.push(`${path}: duplicate entries for key ${elementText(element)}`);
      seen.add(element);
    }
    if (node.items !== undefined) errors.push(...typedErrors(node.items, item, where));
  }
  return errors;
}
