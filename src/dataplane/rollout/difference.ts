import { isPlainObject } from '../../runtime/canonical-json.ts';
import { parseQuantity } from '../../api/quantity.ts';

/** One field of ours that the live object does not have as we want it. */
export interface Difference {
  /** Path as a person writes it: `spec.template.spec.containers[name=api].image`. */
  readonly field: string;
  /** Left out where a whole object or list differs, and where the value is not ours to show. */
  readonly desired?: string;
  readonly observed?: string;
}

/** Lists that the API server merges by key, among the fields that we render. Source: list-map keys of the built-in types. */
const listKeys: Readonly<Record<string, string>> = {
  containers: 'name',
  env: 'name',
  volumes: 'name',
  volumeMounts: 'mountPath',
  topologySpreadConstraints: 'topologyKey',
  ownerReferences: 'uid',
};
/** `ports` is keyed by another field in containers than in Services. */
const portKeys = ['containerPort', 'port'];

/** Fields whose values are quantities, which the API server rewrites. */
const quantityFields = new Set(['cpu', 'memory', 'ephemeral-storage', 'storage', 'sizeLimit']);

/**
 * Where `live` lacks what `desired` says. Fields that `desired` leaves out are others' business: defaults of the API
 * server, and what other managers own.
 */
export function differences(desired: unknown, live: unknown): readonly Difference[] {
  const found: Difference[] = [];
  collect(desired, live, [], found);
  return found;
}

/** Keys and list items on the way; written out only where something differs, which is rare. */
type Path = (string | ListItem)[];
type ListItem = { readonly key: string; readonly value: unknown } | { readonly index: number };

function collect(desired: unknown, live: unknown, path: Path, found: Difference[]): void {
  if (desired === undefined || desired === live) return;
  if (isPlainObject(desired)) collectObject(desired, live, path, found);
  else if (Array.isArray(desired)) collectList(desired, live, path, found);
  else if (!sameScalar(desired, live, path.at(-1))) found.push(scalar(written(path), desired, live));
}

function collectObject(desired: Record<string, unknown>, live: unknown, path: Path, found: Difference[]): void {
  if (!isPlainObject(live)) {
    if (Object.keys(desired).length > 0 || live === undefined) found.push({ field: written(path) });
    return;
  }
  // Plain data, so nothing is inherited; a list of the keys would cost as much as the comparison.
  for (const key in desired) {
    path.push(key);
    collect(desired[key], live[key], path, found);
    path.pop();
  }
}

function collectList(desired: readonly unknown[], live: unknown, path: Path, found: Difference[]): void {
  // The API server leaves an empty list out.
  if (live === undefined && desired.length === 0) return;
  const key = keyOfList(path.at(-1), desired);
  if (!Array.isArray(live) || (key === undefined && live.length !== desired.length)) {
    found.push({ field: written(path) });
    return;
  }
  for (const [index, item] of desired.entries()) {
    if (key === undefined) {
      path.push({ index });
      collect(item, live[index], path, found);
    } else {
      const value = isPlainObject(item) ? item[key] : undefined;
      path.push({ key, value });
      collect(item, itemWith(live, key, value), path, found);
    }
    path.pop();
  }
}

function itemWith(list: readonly unknown[], key: string, value: unknown): unknown {
  for (const item of list) if (isPlainObject(item) && item[key] === value) return item;
  return undefined;
}

function keyOfList(field: Path[number] | undefined, items: readonly unknown[]): string | undefined {
  if (typeof field !== 'string') return undefined;
  if (field !== 'ports') return listKeys[field];
  return portKeys.find((key) => items.every((item) => isPlainObject(item) && key in item));
}

function sameScalar(desired: unknown, live: unknown, field: Path[number] | undefined): boolean {
  // An empty string and an absent one are the same to the API server (an environment variable's value).
  if (desired === '' && live === undefined) return true;
  if (typeof field !== 'string' || !quantityFields.has(field)) return false;
  const wanted = parseQuantity(desired);
  return wanted !== undefined && wanted === parseQuantity(live);
}

/** Values that a program reads: somebody may have put a secret there by hand, and differences end in events and logs. */
const environmentFields = /(^|\.)data[.[]|\.env\[/;

function scalar(field: string, desired: unknown, live: unknown): Difference {
  if (environmentFields.test(field)) return { field };
  return { field, desired: shown(desired), ...(live === undefined ? {} : { observed: shown(live) }) };
}

/** Short enough for a status. */
function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
}

/** `spec.template.spec.containers[name=api].image`; keys with dots or slashes in quotes. */
function written(path: Path): string {
  return path
    .map((step) => {
      if (typeof step === 'string') return /[./]/.test(step) ? `["${step}"]` : `.${step}`;
      return 'index' in step ? `[${step.index}]` : `[${step.key}=${String(step.value)}]`;
    })
    .join('')
    .replace(/^[.]/, '');
}
