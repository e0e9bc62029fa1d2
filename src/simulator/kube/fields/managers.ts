import { isRecord, type ManagedFieldsEntry } from '../object.ts';
import { fromFieldsV1, isEmpty, sameSet, toFieldsV1, type FieldSet } from './field-set.ts';

/** Who a write is attributed to. One entry of `managedFields` for each distinct manager. */
export interface Manager {
  readonly name: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  readonly subresource: string;
}

export interface Owned {
  readonly manager: Manager;
  readonly fields: FieldSet;
  readonly time: string;
}

export type Managers = ReadonlyMap<string, Owned>;

export function managerKey(manager: Manager): string {
  return JSON.stringify([manager.operation, manager.name, manager.apiVersion, manager.subresource]);
}

export function decodeManagers(entries: readonly unknown[] | undefined): Managers {
  const managers = new Map<string, Owned>();
  for (const entry of entries ?? []) {
    if (!isRecord(entry)) continue;
    const known = entry as ManagedFieldsEntry;
    if (known.operation === undefined) continue;
    const manager: Manager = {
      name: known.manager ?? 'unknown',
      operation: known.operation,
      apiVersion: known.apiVersion ?? '',
      subresource: known.subresource ?? '',
    };
    managers.set(managerKey(manager), { manager, fields: fromFieldsV1(known.fieldsV1), time: known.time ?? '' });
  }
  return managers;
}

/** The entries to store. An entry keeps its time while its fields stay the same; a manager that owns nothing is gone. */
export function encodeManagers(managers: Managers, before: Managers, now: string): ManagedFieldsEntry[] {
  const entries: ManagedFieldsEntry[] = [];
  for (const [key, owned] of managers) {
    if (isEmpty(owned.fields)) continue;
    const old = before.get(key);
    const { manager } = owned;
    entries.push({
      manager: manager.name,
      operation: manager.operation,
      apiVersion: manager.apiVersion,
      time: old !== undefined && sameSet(old.fields, owned.fields) ? old.time : now,
      fieldsType: 'FieldsV1',
      fieldsV1: toFieldsV1(owned.fields),
      ...(manager.subresource === '' ? {} : { subresource: manager.subresource }),
    });
  }
  return entries.sort((a, b) => (orderText(a) < orderText(b) ? -1 : 1));
}

function orderText(entry: ManagedFieldsEntry): string {
  return JSON.stringify([entry.operation, entry.time, entry.manager, entry.apiVersion, entry.subresource ?? '']);
}
