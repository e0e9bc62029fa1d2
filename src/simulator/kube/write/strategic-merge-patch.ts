import { badRequest } from '../api-error.ts';
import { isRecord, listOf } from '../object.ts';
import { memberOf, type SchemaNode } from '../schema/schema-node.ts';

/**
 * Strategic merge patch for built-in kinds: lists with keys merge by their first key, sets are united, the rest is as
 * in a merge patch. Directives: `$patch`, `$retainKeys`, `$deleteFromPrimitiveList/…`, `$setElementOrder/…`.
 */
export function strategicMergePatch(node: SchemaNode, target: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) return patch;
  const out: Record<string, unknown> = isRecord(target) ? { ...target } : {};
  if (patch['$patch'] === 'replace') return withoutDirectives(patch);
  if (patch['$patch'] === 'delete') return {};
  const retain = patch['$retainKeys'];
  if (Array.isArray(retain)) {
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- a fresh copy
    for (const key of Object.keys(out)) if (!retain.includes(key)) delete out[key];
  }
  for (const [key, value] of Object.entries(patch)) {
    if (key.startsWith('$deleteFromPrimitiveList/')) {
      const field = key.slice('$deleteFromPrimitiveList/'.length);
      out[field] = listOf(out[field]).filter((item) => !listOf(value).includes(item));
    } else if (!key.startsWith('$')) {
      if (value === null) {
        // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- a fresh copy
        delete out[key];
      } else out[key] = mergeMember(memberOf(node, key), out[key], value);
    }
  }
  for (const [key, order] of Object.entries(patch)) {
    if (!key.startsWith('$setElementOrder/')) continue;
    const field = key.slice('$setElementOrder/'.length);
    const child = memberOf(node, field);
    if (child !== undefined && Array.isArray(out[field])) out[field] = ordered(child, out[field], listOf(order));
  }
  return out;
}

function mergeMember(node: SchemaNode | undefined, target: unknown, patch: unknown): unknown {
  if (node === undefined) return patch;
  if (!Array.isArray(patch)) return isRecord(patch) ? strategicMergePatch(node, target, patch) : patch;
  if (node.isSet) return [...new Set([...listOf(target), ...(patch as readonly unknown[])])];
  const key = mergeKeyOf(node);
  if (key === undefined || node.items === undefined) return patch;
  return mergeList(node.items, key, listOf(target), patch as readonly unknown[]);
}

function mergeKeyOf(node: SchemaNode): string | undefined {
  return node.listKeys?.[0];
}

function mergeList(items: SchemaNode, key: string, target: readonly unknown[], patch: readonly unknown[]): unknown[] {
  if (patch.some((item) => isRecord(item) && item['$patch'] === 'replace')) {
    return patch.filter((item) => !(isRecord(item) && '$patch' in item));
  }
  let out = [...target];
  const fresh: unknown[] = [];
  for (const item of patch) {
    if (!isRecord(item) || item[key] === undefined)
      throw badRequest(`map: ${JSON.stringify(item)} does not contain declared merge key: ${key}`);
    const index = out.findIndex((other) => isRecord(other) && other[key] === item[key]);
    if (item['$patch'] === 'delete') out = out.filter((_other, position) => position !== index);
    else if (index === -1) fresh.push(withoutDirectives(item));
    else out[index] = strategicMergePatch(items, out[index], item);
  }
  // Without an order that is asked for, what is new comes first.
  return [...fresh, ...out];
}

function ordered(node: SchemaNode, list: readonly unknown[], order: readonly unknown[]): unknown[] {
  const key = mergeKeyOf(node);
  const rank = (item: unknown): number => {
    const index = order.findIndex((wanted) =>
      key === undefined ? wanted === item : isRecord(wanted) && isRecord(item) && wanted[key] === item[key],
    );
    return index === -1 ? order.length : index;
  };
  return [...list].sort((a, b) => rank(a) - rank(b));
}

function withoutDirectives(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDirectives);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, inner]) => !key.startsWith('$') && inner !== null)
      .map(([key, inner]) => [key, withoutDirectives(inner)]),
  );
}
