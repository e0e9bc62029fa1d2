import type { ServedKind } from '../kinds.ts';
import { isRecord, type StoredObject } from '../object.ts';

export function tableColumns(kind: ServedKind): unknown[] {
  const name = { name: 'Name', type: 'string', format: 'name', description: 'Name of the object.', priority: 0 };
  return [
    name,
    ...kind.columns.map((column) => ({
      name: column.name,
      type: column.type,
      format: column.format ?? '',
      description: column.description ?? '',
      priority: column.priority ?? 0,
    })),
  ];
}

/** The cells of an object. Dates are shown as ages at `now`, milliseconds since the epoch. */
export function tableRow(kind: ServedKind, object: StoredObject, now: number): unknown[] {
  return [
    object.metadata.name,
    ...kind.columns.map((column) => {
      if ('cell' in column) return column.cell(object);
      const found = jsonPath(object, column.jsonPath);
      const [first] = found;
      if (first === undefined || first === null) return null;
      if (column.type === 'integer' || column.type === 'number' || column.type === 'boolean') return first;
      if (column.type === 'date') return age(now - Date.parse(typeof first === 'string' ? first : ''));
      if (typeof first === 'string') return first;
      return JSON.stringify(first);
    }),
  ];
}

/** Milliseconds as kubectl shows ages: two units where the first is small, one where it is not. */
function age(ms: number): string {
  if (Number.isNaN(ms)) return '<unknown>';
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [minutes, hours, days] = [Math.floor(seconds / 60), Math.floor(seconds / 3600), Math.floor(seconds / 86_400)];
  const two = (first: number, unit: string, rest: number, restUnit: string): string =>
    rest === 0 ? `${first}${unit}` : `${first}${unit}${rest}${restUnit}`;
  if (seconds < 120) return `${seconds}s`;
  if (minutes < 10) return two(minutes, 'm', seconds % 60, 's');
  if (minutes < 180) return `${minutes}m`;
  if (hours < 8) return two(hours, 'h', minutes % 60, 'm');
  if (hours < 48) return `${hours}h`;
  if (days < 8) return two(days, 'd', hours % 24, 'h');
  if (days < 730) return `${days}d`;
  return two(Math.floor(days / 365), 'y', days % 365, 'd');
}

/** The JSONPath of printer columns: fields, quoted keys, indices, `[*]` and `[?(@.a=="b")]`. */
function jsonPath(root: unknown, path: string): unknown[] {
  let found: unknown[] = [root];
  const steps = path.matchAll(
    /\.([\w-]+(?:\\\.[\w-]+)*)|\['([^']+)'\]|\[(\d+|\*)\]|\[\?\(@\.([\w.]+)\s*==\s*["']([^"']*)["']\)\]/g,
  );
  for (const [, field, quoted, index, key, value] of steps) {
    found = found.flatMap((here) => {
      const name = field?.replaceAll('\\.', '.') ?? quoted;
      if (name !== undefined) return isRecord(here) && here[name] !== undefined ? [here[name]] : [];
      if (!Array.isArray(here)) return [];
      const list = here as readonly unknown[];
      if (index === '*') return list;
      if (index !== undefined) return list.slice(Number(index), Number(index) + 1);
      return list.filter((item) => String(jsonPath(item, `.${key ?? ''}`)[0]) === value);
    });
  }
  return found;
}
