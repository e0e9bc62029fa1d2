import * as z from 'zod';
import type { StructuralSchema } from '../../src/api/crd/structural.ts';
import { isPlainObject } from '../../src/runtime/canonical-json.ts';
import { shapeOf } from './resolve.ts';
import { environmentSchemas, type EnvironmentShape } from './schema/environment.ts';

/**
 * What a document may hold, given what it says: unions are resolved by the `type` that it chose, so that sentences about
 * it name the fields of that choice and no other. Only made once something is wrong: it takes longer than validating.
 */
export function schemaOfDocument(shape: EnvironmentShape, document: unknown): StructuralSchema {
  const draft = z.toJSONSchema(environmentSchemas[shape], { target: 'openapi-3.0', io: 'input', reused: 'inline' });
  return resolved(draft, document);
}

type Draft = Readonly<Record<string, unknown>>;

function resolved(draft: Draft, value: unknown): StructuralSchema {
  if (Array.isArray(draft['oneOf'])) return chosen(draft['oneOf'] as readonly Draft[], value);
  if (draft['anyOf'] !== undefined) return { 'x-kubernetes-int-or-string': true };
  const { items, properties, additionalProperties, type, enum: choices } = draft;
  return {
    ...(typeof type === 'string' && { type: type as NonNullable<StructuralSchema['type']> }),
    ...(Array.isArray(choices) && { enum: choices as readonly unknown[] }),
    ...(isPlainObject(properties) && { properties: propertiesOf(properties, value) }),
    ...(isPlainObject(items) && { items: resolved(items, Array.isArray(value) ? value[0] : undefined) }),
    ...(isPlainObject(additionalProperties) && { additionalProperties: resolved(additionalProperties, undefined) }),
  };
}

function propertiesOf(properties: Draft, value: unknown): Readonly<Record<string, StructuralSchema>> {
  const given = isPlainObject(value) ? value : {};
  return Object.fromEntries(
    Object.entries(properties).map(([name, field]) => [
      name,
      resolved(field as Draft, Object.hasOwn(given, name) ? given[name] : undefined),
    ]),
  );
}

/** The branch that the value chose, and as rules what belongs to another one; all branches where it chose none. */
function chosen(branches: readonly Draft[], value: unknown): StructuralSchema {
  const tag = discriminatorOf(branches);
  const given = isPlainObject(value) ? value[tag] : undefined;
  const resolvedBranches = branches.map((branch) => ({
    branch,
    tag: tagOf(branch, tag),
    known: resolved(branch, value),
  }));
  const fitting = resolvedBranches.filter((each) => each.tag === given);
  const counting = fitting.length > 0 ? fitting : resolvedBranches;
  const tags = resolvedBranches.map((each) => each.tag);
  const properties = Object.assign({}, ...counting.map(({ known }) => known.properties)) as Readonly<
    Record<string, StructuralSchema>
  >;
  const elsewhere = new Set(resolvedBranches.flatMap(({ known }) => Object.keys(known.properties ?? {})));
  return {
    type: 'object',
    properties: { ...properties, [tag]: { type: 'string', enum: tags } },
    'x-kubernetes-validations': [...elsewhere]
      .filter((name) => !Object.hasOwn(properties, name))
      .map((name) => {
        const having = resolvedBranches.filter(({ known }) => Object.hasOwn(known.properties ?? {}, name));
        const message = `must be left out unless ${tag} is ${having.map((each) => each.tag).join(' or ')}`;
        return { rule: 'false', message, fieldPath: `.${name}`, reason: 'FieldValueForbidden' as const };
      }),
  };
}

/** The field that is one word, another one in every branch. */
function discriminatorOf(branches: readonly Draft[]): string {
  const [first] = branches;
  const names = Object.keys(first?.['properties'] ?? {});
  return names.find((name) => branches.every((branch) => tagOf(branch, name) !== undefined)) ?? 'type';
}

function tagOf(branch: Draft, name: string): string | undefined {
  const field = ((branch['properties'] ?? {}) as Readonly<Record<string, Draft>>)[name];
  const choices = field?.['enum'];
  return Array.isArray(choices) && choices.length === 1 ? String(choices[0]) : undefined;
}

/** Type of the field at a path, `string` or `array` for instance; undefined where there is no such field. */
export function typeAt(document: unknown, path: readonly string[]): string | undefined {
  const shape = shapeOf(document);
  if (shape === undefined) return undefined;
  const root: StructuralSchema | undefined = schemaOfDocument(shape, document);
  return path.reduce<StructuralSchema | undefined>((schema, step) => schema?.properties?.[step], root)?.type;
}
