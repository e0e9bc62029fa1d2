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

/** Deep equality of JSON values, whatever the order of their keys. */
export function sameJson(a: unknown, b: unknown): boolean {
  return a === b || canonicalJson(a) === canonicalJson(b);
}

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
