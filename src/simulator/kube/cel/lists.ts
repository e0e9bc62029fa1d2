import type { Environment } from '@marcbachmann/cel-js';

/** List functions of Kubernetes' CEL (`sum`, `min`, `max`, `isSorted`, `indexOf`, `lastIndexOf`) and the `sets` namespace. */
export function registerLists(env: Environment): void {
  env.registerFunction('list<dyn>.sum(): dyn', (list: Ordered[]) => sum(list));
  env.registerFunction('list<dyn>.min(): dyn', (list: Ordered[]) => extreme(list, (a, b) => a < b));
  env.registerFunction('list<dyn>.max(): dyn', (list: Ordered[]) => extreme(list, (a, b) => a > b));
  env.registerFunction('list<dyn>.isSorted(): bool', (list: Ordered[]) =>
    list.every((item, index) => index === 0 || (list[index - 1] ?? item) <= item),
  );
  env.registerFunction('list<dyn>.indexOf(dyn): int', (list: unknown[], item: unknown) =>
    BigInt(list.findIndex((one) => equal(one, item))),
  );
  env.registerFunction('list<dyn>.lastIndexOf(dyn): int', (list: unknown[], item: unknown) =>
    BigInt(list.findLastIndex((one) => equal(one, item))),
  );
  env.registerType('SetsNamespace', Sets);
  env.registerConstant('sets', 'SetsNamespace', new Sets());
  env.registerFunction(
    'SetsNamespace.contains(list<dyn>, list<dyn>): bool',
    (_sets: Sets, list: unknown[], part: unknown[]) => contains(list, part),
  );
  env.registerFunction(
    'SetsNamespace.intersects(list<dyn>, list<dyn>): bool',
    (_sets: Sets, a: unknown[], b: unknown[]) => a.some((item) => b.some((other) => equal(item, other))),
  );
  env.registerFunction(
    'SetsNamespace.equivalent(list<dyn>, list<dyn>): bool',
    (_sets: Sets, a: unknown[], b: unknown[]) => contains(a, b) && contains(b, a),
  );
}

/** The receiver of `sets.…`: the library knows namespaces only as values of a type. */
class Sets {
  readonly namespace = 'sets';
}

type Ordered = bigint | number | string;

function sum(list: readonly Ordered[]): bigint | number {
  if (list.every((item) => typeof item === 'bigint')) return list.reduce((total, item) => total + item, 0n);
  return list.reduce((total: number, item) => total + Number(item), 0);
}

function extreme(list: readonly Ordered[], better: (a: Ordered, b: Ordered) => boolean): Ordered {
  const [first, ...rest] = list;
  if (first === undefined) throw new Error('min/max called on empty list');
  return rest.reduce((best, item) => (better(item, best) ? item : best), first);
}

function contains(list: readonly unknown[], part: readonly unknown[]): boolean {
  return part.every((item) => list.some((other) => equal(item, other)));
}

function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const left = Object.entries(a);
  const right = new Map(Object.entries(b));
  return left.length === right.size && left.every(([key, value]) => right.has(key) && equal(value, right.get(key)));
}
