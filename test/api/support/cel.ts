import { Environment } from '@marcbachmann/cel-js';
import type { StructuralSchema } from '../../../src/api/crd/structural.ts';
import { isPlainObject } from '../../../src/runtime/canonical-json.ts';

const environment = new Environment({ unlistedVariablesAreDyn: true, enableOptionalTypes: true });

/** Evaluates one rule; integers are passed as CEL's own, as the API server passes them. */
export function holds(rule: string, self: unknown, schema: StructuralSchema, oldSelf?: unknown): boolean {
  const variables = { self: celValue(self, schema), oldSelf: celValue(oldSelf, schema) };
  return environment.evaluate(rule, variables) === true;
}

/** Fields of a document whose rule does not hold, by CEL alone. Rules that look at the old object are left out. */
export function brokenRules(value: unknown, schema: StructuralSchema, path: string): readonly string[] {
  const broken = (schema['x-kubernetes-validations'] ?? [])
    .filter(({ rule }) => !rule.includes('oldSelf') && !holds(rule, value, schema))
    .map(({ fieldPath = '' }) => path + fieldPath);
  if (Array.isArray(value) && schema.items !== undefined) {
    const { items } = schema;
    return [...broken, ...value.flatMap((item, index) => brokenRules(item, items, `${path}[${index}]`))];
  }
  if (!isPlainObject(value)) return broken;
  const below = Object.entries(value).flatMap(([name, field]) => {
    const known = schema.properties?.[name] ?? schema.additionalProperties;
    return known === undefined ? [] : brokenRules(field, known, `${path}.${name}`);
  });
  return [...broken, ...below];
}

function celValue(value: unknown, schema: StructuralSchema | undefined): unknown {
  if (typeof value === 'number') {
    return schema?.type === 'number' || !Number.isInteger(value) ? value : BigInt(value);
  }
  if (Array.isArray(value)) return value.map((item: unknown) => celValue(item, schema?.items));
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [
      name,
      celValue(field, schema?.properties?.[name] ?? schema?.additionalProperties),
    ]),
  );
}
