import { isRecord } from '../object.ts';

/**
 * A set of field paths, as `FieldsV1` carries it. `owned` is true where the path itself is a member; children are
 * named by path elements (`f:name`, `k:{"name":"a"}`, `v:"x"`).
 */
export interface FieldSet {
  owned: boolean;
  readonly children: Map<string, FieldSet>;
}

export function emptySet(): FieldSet {
  return { owned: false, children: new Map() };
}

export function isEmpty(set: FieldSet): boolean {
  return !set.owned && Array.from(set.children.values()).every(isEmpty);
}

/** The set below a path element, made where it is absent. */
export function below(set: FieldSet, element: string): FieldSet {
  let child = set.children.get(element);
  if (child === undefined) {
    child = emptySet();
    set.children.set(element, child);
  }
  return child;
}

export function union(a: FieldSet, b: FieldSet | undefined): FieldSet {
  if (b === undefined) return a;
  return combine(a, b, (x, y) => x || y);
}

export function difference(a: FieldSet, b: FieldSet): FieldSet {
  return combine(a, b, (x, y) => x && !y);
}

export function intersection(a: FieldSet, b: FieldSet): FieldSet {
  return combine(a, b, (x, y) => x && y);
}

function combine(
  a: FieldSet | undefined,
  b: FieldSet | undefined,
  keep: (inA: boolean, inB: boolean) => boolean,
): FieldSet {
  const out: FieldSet = { owned: keep(a?.owned ?? false, b?.owned ?? false), children: new Map() };
  for (const element of new Set([...(a?.children.keys() ?? []), ...(b?.children.keys() ?? [])])) {
    const child = combine(a?.children.get(element), b?.children.get(element), keep);
    if (!isEmpty(child)) out.children.set(element, child);
  }
  return out;
}

export function sameSet(a: FieldSet, b: FieldSet): boolean {
  return isEmpty(difference(a, b)) && isEmpty(difference(b, a));
}

/** `FieldsV1`: `{}` is a member without children, `.` marks a member that has some. */
export function toFieldsV1(set: FieldSet): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const element of Array.from(set.children.keys()).sort()) {
    const child = set.children.get(element);
    if (child === undefined || isEmpty(child)) continue;
    const inner = toFieldsV1(child);
    out[element] = child.owned && child.children.size > 0 ? { '.': {}, ...inner } : inner;
  }
  return out;
}

export function fromFieldsV1(fields: unknown): FieldSet {
  const set = emptySet();
  if (!isRecord(fields)) return set;
  for (const [element, inner] of Object.entries(fields)) {
    if (element === '.') {
      set.owned = true;
      continue;
    }
    const child = fromFieldsV1(inner);
    if (child.children.size === 0) child.owned = true;
    set.children.set(element, child);
  }
  return set;
}

/** The members as conflict messages print them: `.data.a`, `.spec.containers[name="web"].image`. */
export function pathsOf(set: FieldSet, prefix = ''): string[] {
  const children = Array.from(set.children).sort(([a], [b]) => (a < b ? -1 : 1));
  // Members of a level come before what lies deeper, as the real server lists them.
  const members = children.filter(([, child]) => child.owned).map(([element]) => prefix + elementText(element));
  return [...members, ...children.flatMap(([element, child]) => pathsOf(child, prefix + elementText(element)))];
}

export function elementText(element: string): string {
  const rest = element.slice(2);
  if (element.startsWith('f:')) return `.${rest}`;
  if (element.startsWith('k:')) {
    const key = Object.entries(JSON.parse(rest) as Record<string, unknown>);
    return `[${key.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(',')}]`;
  }
  return element.startsWith('v:') ? `[=${rest}]` : `[${rest}]`;
}
