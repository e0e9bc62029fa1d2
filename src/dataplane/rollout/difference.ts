import { isPlainObject } from '../../runtime/canonical-json.ts';
import { parseQuantity } from '../quantity.ts';

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
const quantityFields = /(^|\.)(cpu|memory|ephemeral-storage|storage|sizeLimit)$/;

/**
 * Where `live` lacks what `desired` says. Fields that `desired` leaves out are others' business: defaults of the API
 * server, and what other managers own.
 */
export function differences(desired: unknown, live: unknown, path = ''): readonly Difference[] {
  if (desired === undefined) return [];
  if (isPlainObject(desired)) {
    if (!isPlainObject(live)) return Object.keys(desired).length === 0 && live !== undefined ? [] : [absent(path)];
    return Object.entries(desired).flatMap(([key, value]) => differences(value, live[key], join(path, key)));
  }
  if (Array.isArray(desired)) return listDifferences(desired, live, path);
  return sameScalar(desired, live, path) ? [] : [scalar(path, desired, live)];
}

function listDifferences(desired: readonly unknown[], live: unknown, path: string): readonly Difference[] {
  // The API server leaves an empty list out.
  if (live === undefined && desired.length === 0) return [];
  if (!Array.isArray(live)) return [absent(path)];
  const key = keyOfList(path, desired);
  if (key === undefined) {
    if (live.length !== desired.length) return [absent(path)];
    return desired.flatMap((value, index) => differences(value, live[index], `${path}[${index}]`));
  }
  return desired.flatMap((value) => {
    const wanted = isPlainObject(value) ? value[key] : undefined;
    const found = live.find((candidate) => isPlainObject(candidate) && candidate[key] === wanted) as unknown;
    return differences(value, found, `${path}[${key}=${String(wanted)}]`);
  });
}

function keyOfList(path: string, items: readonly unknown[]): string | undefined {
  const field = path.slice(path.lastIndexOf('.') + 1);
  if (field !== 'ports') return listKeys[field];
  return portKeys.find((key) => items.every((item) => isPlainObject(item) && key in item));
}

function sameScalar(desired: unknown, live: unknown, path: string): boolean {
  if (desired === live) return true;
  // An empty string and an absent one are the same to the API server (an environment variable's value).
  if (desired === '' && live === undefined) return true;
  if (!quantityFields.test(path)) return false;
  const wanted = parseQuantity(desired);
  return wanted !== undefined && wanted === parseQuantity(live);
}

const absent = (field: string): Difference => ({ field });

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

function join(path: string, key: string): string {
  if (/[./]/.test(key)) return `${path}["${key}"]`;
  return path === '' ? key : `${path}.${key}`;
}
