export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** JSON with keys in code-unit order at every level and `undefined` left out: equal values give equal bytes. */
export function canonicalJson(value: unknown): string {
  // By hand: JSON.stringify with a function that sorts takes several times as long, and each decision compares thousands.
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item) => writtenIn(item) ?? 'null').join(',')}]`;
  if ('toJSON' in value) return canonicalJson(JSON.parse(JSON.stringify(value)));
  const object = value as Readonly<Record<string, unknown>>;
  let members = '';
  for (const key of Object.keys(object).sort()) {
    const written = writtenIn(object[key]);
    if (written !== undefined) members += `${members === '' ? '' : ','}${JSON.stringify(key)}:${written}`;
  }
  return `{${members}}`;
}

/** As it stands in an object or a list; undefined for what JSON leaves out, which the types of JSON.stringify conceal. */
function writtenIn(value: unknown): string | undefined {
  return canonicalJson(value);
}

/** Deep equality of JSON values, whatever the order of their keys: equal exactly where their canonical texts are. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  // Compared where they stand: to write out two objects only to see that they are one costs ten times as much.
  if (Array.isArray(a) && Array.isArray(b)) return sameLists(a, b);
  if (isWrittenByKeys(a) && isWrittenByKeys(b)) return sameObjects(a, b);
  return canonicalJson(a) === canonicalJson(b);
}

function sameLists(a: readonly unknown[], b: readonly unknown[]): boolean {
  // In a list, what JSON leaves out stands as null.
  const same = (one: unknown, other: unknown): boolean =>
    sameJson(one, other) || (writtenIn(one) ?? 'null') === (writtenIn(other) ?? 'null');
  return a.length === b.length && a.every((item, index) => same(item, b[index]));
}

function sameObjects(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): boolean {
  const keys = Object.keys(a);
  let held = 0;
  for (const key of keys) {
    const other = Object.hasOwn(b, key) ? b[key] : undefined;
    if (!sameJson(a[key], other)) return false;
    if (other !== undefined) held += 1;
  }
  const others = Object.keys(b);
  if (held === keys.length && held === others.length) return true;
  return others.every((key) => Object.hasOwn(a, key) || writtenIn(b[key]) === undefined);
}

function isWrittenByKeys(value: unknown): value is Record<string, unknown> {
  return isPlainObject(value) && !('toJSON' in value);
}

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
