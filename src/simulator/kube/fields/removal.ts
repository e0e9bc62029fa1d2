import { isRecord, listOf } from '../object.ts';
import { memberOf, type SchemaNode } from '../schema/schema-node.ts';
import { emptySet, type FieldSet } from './field-set.ts';
import { elementOf, isWhole } from './typed.ts';

/**
 * The set with every named field that has members below it as a member itself: who set `readinessProbe.httpGet.path`
 * and sets no probe any more takes the whole probe away, with the defaults in it. Entries of maps are no named fields.
 */
export function withNamedFields(node: SchemaNode, set: FieldSet): FieldSet {
  const out: FieldSet = { owned: set.owned, children: new Map() };
  for (const [element, child] of set.children) {
    const name = element.startsWith('f:') ? element.slice(2) : undefined;
    const below = name === undefined ? node.items : memberOf(node, name);
    const inner = below === undefined ? child : withNamedFields(below, child);
    const isNamed = name !== undefined && node.properties.has(name);
    out.children.set(element, isNamed && inner.children.size > 0 ? { ...inner, owned: true } : inner);
  }
  return out;
}

/**
 * `value` without the fields in `gone`, except for what `kept` holds; a container that becomes empty by that goes too,
 * unless `kept` holds the container itself: then it is null, which built-in kinds drop and custom resources refuse.
 */
export function removeFields(node: SchemaNode, value: unknown, gone: FieldSet, kept: FieldSet): unknown {
  if (Array.isArray(value)) {
    const out: unknown[] = [];
    for (const item of value) {
      const rest = removeMember(elementOf(node, item), node.items, item, gone, kept, node.listKeys);
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
  keys: readonly string[] = [],
): unknown {
  const going = element === undefined ? undefined : gone.children.get(element);
  if (element === undefined || going === undefined || node === undefined) return value;
  const staying = kept.children.get(element);
  if (going.owned) return staying === undefined ? undefined : extractFields(node, value, staying, keys);
  if (going.children.size === 0) return value;
  const rest = withKeys(removeFields(node, value, going, staying ?? emptySet()), value, keys);
  // Somebody owns the container itself, and nothing is left in it: the real server makes that a null.
  return rest === undefined && staying?.owned === true ? null : rest;
}

/** What others own of a value that its former owner takes away; without it goes what nobody owns, such as defaults. */
function extractFields(node: SchemaNode, value: unknown, kept: FieldSet, keys: readonly string[] = []): unknown {
  if (isWhole(node, value)) return value;
  if (Array.isArray(value)) {
    return listOf(value).flatMap((item) => {
      const staying = kept.children.get(elementOf(node, item) ?? '');
      if (staying === undefined || node.items === undefined) return [];
      return [node.isSet ? item : extractFields(node.items, item, staying, node.listKeys)];
    });
  }
  if (!isRecord(value)) return value;
  if (kept.children.size === 0) return null;
  const out: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    const staying = kept.children.get(`f:${key}`);
    const child = memberOf(node, key);
    if (staying !== undefined && child !== undefined) out[key] = extractFields(child, inner, staying);
  }
  return withKeys(out, value, keys);
}

/** An item that stays in a list keeps what identifies it, whoever owns that. */
function withKeys(rest: unknown, value: unknown, keys: readonly string[]): unknown {
  if (!isRecord(rest) || !isRecord(value)) return rest;
  const out = { ...rest };
  for (const key of keys) if (value[key] !== undefined) out[key] = value[key];
  return out;
}
