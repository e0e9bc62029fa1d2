import { ApiError, type Cause } from '../api-error.ts';
import { at, isRecord } from '../object.ts';
import type { SchemaNode } from '../schema/schema-node.ts';
import { difference, emptySet, intersection, isEmpty, pathsOf, union, type FieldSet } from './field-set.ts';
import { managerKey, type Manager, type Managers, type Owned } from './managers.ts';
import { removeFields, withNamedFields } from './removal.ts';
import { compareFields, fieldsOf, mergeValues } from './typed.ts';

/** Fields that identify an object or belong to the server; nobody owns them. */
const unowned = [
  ['f:apiVersion'],
  ['f:kind'],
  ...[
    'name',
    'namespace',
    'creationTimestamp',
    'selfLink',
    'uid',
    'generation',
    'managedFields',
    'resourceVersion',
  ].map((name) => ['f:metadata', `f:${name}`]),
  ...['deletionTimestamp', 'deletionGracePeriodSeconds'].map((name) => ['f:metadata', `f:${name}`]),
] as readonly (readonly string[])[];

/** Which fields a request may own: `status` on the status subresource, everything else on the main resource. */
export interface Reach {
  readonly status: 'only' | 'never' | 'also';
}

function withoutUnowned(set: FieldSet, reach: Reach): FieldSet {
  const out = difference(set, emptySet());
  for (const path of unowned) drop(out, path);
  const metadata = out.children.get('f:metadata');
  // There is always metadata: nobody brings it into being.
  if (metadata !== undefined) metadata.owned = false;
  if (reach.status === 'never') out.children.delete('f:status');
  if (reach.status === 'only') {
    for (const element of [...out.children.keys()]) if (element !== 'f:status') out.children.delete(element);
  }
  return out;
}

function drop(set: FieldSet, path: readonly string[]): void {
  const [first, ...rest] = path;
  if (first === undefined) return;
  const child = set.children.get(first);
  if (child === undefined) return;
  if (rest.length === 0) set.children.delete(first);
  else drop(child, rest);
}

/** Ownership after a create, PUT or patch: the writer gains what it changed, everybody loses what it changed or removed. */
export function ownedAfterUpdate(
  schema: SchemaNode,
  managers: Managers,
  manager: Manager,
  live: unknown,
  next: unknown,
  reach: Reach,
  structs: boolean,
): Managers {
  const compared = compareFields(schema, live, next, structs);
  const changed = withoutUnowned(compared.changed, reach);
  const removed = compared.removed;
  const out = new Map<string, Owned>();
  const own = managerKey(manager);
  for (const [key, owned] of managers) {
    const left = key === own ? owned.fields : difference(owned.fields, changed);
    out.set(key, { ...owned, fields: difference(left, removed) });
  }
  const before = out.get(own);
  out.set(own, { manager, time: before?.time ?? '', fields: union(before?.fields ?? emptySet(), changed) });
  return out;
}

export interface Applied {
  readonly value: unknown;
  readonly managers: Managers;
}

/**
 * Server-side apply: lays `config` over `live`, takes away what this manager owned and now leaves out (unless another
 * owns it), and reports fields whose values would change under another manager. Throws a 409 that names them.
 */
export function applyConfiguration(
  schema: SchemaNode,
  managers: Managers,
  manager: Manager,
  live: unknown,
  config: unknown,
  options: { force: boolean; reach: Reach },
): Applied {
  const own = managerKey(manager);
  const fields = withoutUnowned(fieldsOf(schema, config), options.reach);
  const last = managers.get(own)?.fields ?? emptySet();
  const others = new Map([...managers].filter(([key]) => key !== own));
  let kept = fields;
  for (const owned of others.values()) kept = union(kept, owned.fields);
  const gone = difference(withNamedFields(schema, last), withNamedFields(schema, fields));
  // An applied configuration always has metadata: its name.
  const metadata = gone.children.get('f:metadata');
  if (metadata !== undefined) metadata.owned = false;
  const merged = mergeValues(schema, live ?? {}, config);
  const value = removeFields(schema, merged, gone, kept) ?? {};

  const compared = compareFields(schema, live, value, true);
  const out = new Map<string, Owned>([[own, { manager, fields, time: managers.get(own)?.time ?? '' }]]);
  const conflicts: { owned: Owned; fields: FieldSet }[] = [];
  for (const [key, owned] of others) {
    const clash = intersection(owned.fields, compared.changed);
    if (!isEmpty(clash)) conflicts.push({ owned, fields: clash });
    out.set(key, { ...owned, fields: difference(difference(owned.fields, clash), compared.removed) });
  }
  if (conflicts.length > 0 && !options.force) throw applyConflict(conflicts);
  return { value, managers: out };
}

function applyConflict(found: readonly { owned: Owned; fields: FieldSet }[]): ApiError {
  const conflicts = [...found].sort((a, b) => (sortText(a.owned.manager) < sortText(b.owned.manager) ? -1 : 1));
  const causes: (Cause & { field: string })[] = conflicts.flatMap(({ owned, fields }) =>
    pathsOf(fields).map((field) => ({
      reason: 'FieldManagerConflict',
      message: `conflict with ${describe(owned.manager)}`,
      field,
    })),
  );
  const [only] = causes;
  const byManager = conflicts.map(
    ({ owned, fields }) => `conflicts with ${describe(owned.manager)}:\n- ${pathsOf(fields).join('\n- ')}`,
  );
  const message =
    causes.length === 1 && only !== undefined
      ? `Apply failed with 1 conflict: ${only.message}: ${only.field}`
      : `Apply failed with ${causes.length} conflicts: ${byManager.join('\n')}`;
  return new ApiError(409, 'Conflict', message, { details: { causes } });
}

/** By name; of one name, subresources first. */
function sortText(manager: Manager): string {
  return JSON.stringify([manager.name, manager.subresource === '', manager.subresource]);
}

function describe(manager: Manager): string {
  const subresource = manager.subresource === '' ? '' : ` with subresource "${manager.subresource}"`;
  return manager.operation === 'Update'
    ? `"${manager.name}"${subresource} using ${manager.apiVersion}`
    : `"${manager.name}"${subresource}`;
}

/** What a client put into `metadata.managedFields` of a PUT or patch: `[{}]` clears it, none keeps what is stored. */
export function requestedManagers(sent: unknown): 'keep' | 'clear' | 'take' {
  const entries = at(sent, 'metadata', 'managedFields');
  if (!Array.isArray(entries) || entries.length === 0) return 'keep';
  return entries.length === 1 && isRecord(entries[0]) && Object.keys(entries[0]).length === 0 ? 'clear' : 'take';
}
