import type * as z from 'zod';
import { isPlainObject } from '../../runtime/canonical-json.ts';
import type { StructuralSchema } from '../crd/structural.ts';
import { closest } from './closest.ts';
import type { Path } from './problem.ts';

/** What is wrong at one place of a document, in words. */
export interface Finding {
  readonly path: Path;
  /** Whether it is the key or its value that is wrong. */
  readonly at: 'key' | 'value';
  readonly reason: string;
  readonly next?: string;
  /** The field that was probably meant by an unknown one. */
  readonly instead?: string;
}

type Issue = z.core.$ZodIssue;

/**
 * zod's issues as sentences. What a schema knows besides (names of fields, choices, rules of unions) is read from the
 * structural schema, so that the sentences are those of the API server.
 */
export function findingsOf(issues: readonly Issue[], value: unknown, schema: StructuralSchema): readonly Finding[] {
  const found = issues.flatMap((issue) => findings(issue, value, schema));
  // A misspelt field is one mistake, though it makes an unknown field and a missing one.
  const meant = new Set(found.flatMap(({ path, instead }) => (instead === undefined ? [] : [keyOf(path, instead)])));
  return found.filter(({ path, reason }) => reason !== required || !meant.has(path.map(String).join('\n')));
}

const required = 'is required';

function keyOf(path: Path, instead: string): string {
  return [...path.slice(0, -1), instead].map(String).join('\n');
}

function findings(issue: Issue, value: unknown, schema: StructuralSchema): Finding[] {
  const { path } = issue;
  const known = schemaAt(schema, path);
  const given = valueAt(value, path);
  const finding = (reason: string, next?: string): Finding[] => [
    { path, at: 'value', reason, ...(next !== undefined && { next }) },
  ];
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownField([...path, key], key, known));
  if (given === undefined && issue.code !== 'custom') return finding(required, choices(known));
  switch (issue.code) {
    case 'invalid_type':
      return finding(`must be ${withArticle(typeOf(known, issue.expected))}, but is ${nameOfValue(given)}`);
    case 'invalid_value':
    case 'invalid_union':
      return known?.enum === undefined
        ? finding(`must be ${withArticle(typeOf(known, 'value'))}, but is ${nameOfValue(given)}`)
        : finding(`must be one of ${known.enum.join(', ')}`, didYouMean(given, known.enum.map(String)));
    case 'too_small':
      return finding(tooSmall(issue.origin, Number(issue.minimum)));
    case 'too_big':
      return finding(tooBig(issue.origin, Number(issue.maximum)));
    case 'invalid_format':
      return finding(
        issue.format === 'datetime' ? 'must be a date and time such as 2026-01-31T09:00:00Z' : issue.message,
      );
    case 'custom':
      return finding(issue.message);
    default:
      return finding(issue.message);
  }
}

function unknownField(path: Path, key: string, parent: StructuralSchema | undefined): Finding {
  const forbidden = parent?.['x-kubernetes-validations']?.find(
    ({ fieldPath, reason }) => fieldPath === `.${key}` && reason === 'FieldValueForbidden',
  );
  if (forbidden !== undefined) return { path, at: 'key', reason: forbidden.message };
  const names = Object.keys(parent?.properties ?? {});
  const instead = closest(key, names);
  if (instead !== undefined) {
    return { path, at: 'key', reason: 'unknown field', next: `did you mean "${instead}"?`, instead };
  }
  const next = names.length === 0 ? 'remove it' : `known here are ${names.join(', ')}`;
  return { path, at: 'key', reason: 'unknown field', next };
}

function didYouMean(given: unknown, candidates: readonly string[]): string | undefined {
  const candidate = typeof given === 'string' ? closest(given, candidates) : undefined;
  return candidate === undefined ? undefined : `did you mean "${candidate}"?`;
}

function choices(schema: StructuralSchema | undefined): string | undefined {
  return schema?.enum === undefined ? undefined : `it is one of ${schema.enum.join(', ')}`;
}

const units: Readonly<Record<string, string>> = { string: 'characters', array: 'entries', map: 'entries' };

function tooSmall(origin: string, minimum: number): string {
  const unit = units[origin];
  if (unit === undefined) return `must be at least ${minimum}`;
  return minimum === 1 ? 'must not be empty' : `must have at least ${minimum} ${unit}`;
}

function tooBig(origin: string, maximum: number): string {
  const unit = units[origin];
  return unit === undefined ? `must be at most ${maximum}` : `must have at most ${maximum} ${unit}`;
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'text',
  object: 'mapping',
  array: 'list',
  integer: 'whole number',
  int: 'whole number',
  number: 'number',
  boolean: 'boolean',
  record: 'mapping',
};

function typeOf(schema: StructuralSchema | undefined, expected: string): string {
  if (schema?.['x-kubernetes-int-or-string'] === true) return 'whole number or text';
  return typeNames[schema?.type ?? expected] ?? expected;
}

function withArticle(type: string): string {
  return type === 'text' ? type : `a ${type}`;
}

/** What a value is; never the value itself, which might be a secret in the wrong place. */
function nameOfValue(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'number' && !Number.isInteger(value)) return 'a fraction';
  return withArticle(typeNames[typeof value] ?? typeof value);
}

/** The schema of a field; of an item for an index, of the values for the key of a map. */
function schemaAt(schema: StructuralSchema, path: Path): StructuralSchema | undefined {
  return path.reduce<StructuralSchema | undefined>((known, step) => known && below(known, step), schema);
}

function below({ properties, items, additionalProperties }: StructuralSchema, step: PropertyKey) {
  if (typeof step === 'number') return items;
  const name = String(step);
  return properties !== undefined && Object.hasOwn(properties, name) ? properties[name] : additionalProperties;
}

function valueAt(value: unknown, path: Path): unknown {
  let found = value;
  for (const step of path) {
    if (Array.isArray(found) && typeof step === 'number') found = found[step] as unknown;
    else if (isPlainObject(found) && Object.hasOwn(found, String(step))) found = found[String(step)];
    else return undefined;
  }
  return found;
}
