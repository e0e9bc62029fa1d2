import * as z from 'zod';
import type { CelRule } from '../rules.ts';
import { patternProblem } from './patterns.ts';
import { mergeUnion, type UnionBranch } from './unions.ts';

/** A structural schema as `apiextensions.k8s.io/v1` defines it, as far as we write it. */
export interface StructuralSchema {
  readonly description?: string;
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';
  readonly format?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly maxProperties?: number;
  readonly items?: StructuralSchema;
  readonly properties?: Readonly<Record<string, StructuralSchema>>;
  readonly additionalProperties?: StructuralSchema;
  readonly required?: readonly string[];
  readonly anyOf?: readonly { readonly type: 'integer' | 'string' }[];
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-list-type'?: 'atomic' | 'set' | 'map';
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-map-type'?: 'atomic' | 'granular';
  readonly 'x-kubernetes-validations'?: readonly CelRule[];
}

/** What `z.toJSONSchema` gives, before it is checked. */
type Draft = Readonly<Record<string, unknown>>;

/** Notes that the conversion leaves for itself, because JSON Schema has no word for them. */
const discriminator = 'x-draft-discriminator';
const refined = 'x-draft-refined';
const keyed = 'x-draft-keyed';

/** A schema that the API server would refuse, drop in part, or could not estimate the cost of. */
export class StructuralSchemaError extends Error {
  constructor(path: string, problem: string) {
    super(`${path || '.'}: ${problem}`);
    this.name = 'StructuralSchemaError';
  }
}

/**
 * The structural schema of a zod schema, as the API server will take it.
 * @throws StructuralSchemaError With the path, for everything that a CRD cannot express or that lacks a bound.
 */
export function structuralSchema(schema: z.ZodType): StructuralSchema {
  const draft = z.toJSONSchema(schema, {
    target: 'openapi-3.0',
    io: 'input',
    reused: 'inline',
    override: ({ zodSchema, jsonSchema, path }) => {
      annotate(zodSchema, jsonSchema, `.${path.filter((step) => step !== 'properties').join('.')}`);
    },
  });
  return convert(draft, '');
}

function annotate(schema: z.core.$ZodTypes, draft: Record<string, unknown>, path: string): void {
  const { def } = schema._zod;
  if (def.type === 'union' && 'discriminator' in def) draft[discriminator] = def.discriminator;
  if (def.type === 'record' && (def.keyType._zod.def.checks?.length ?? 0) > 0) draft[keyed] = true;
  if (def.checks?.some((check) => check._zod.def.check === 'custom')) draft[refined] = true;
  for (const check of def.checks ?? []) {
    const { pattern } = check._zod.def as { readonly pattern?: unknown };
    // A format brings a pattern of zod's own, which the CRD leaves to the format.
    if (!(pattern instanceof RegExp) || draft['format'] !== undefined) continue;
    const problem = patternProblem(pattern.source, pattern.flags);
    if (problem !== undefined) throw new StructuralSchemaError(path, `pattern ${pattern.source} ${problem}`);
  }
}

const converters: Readonly<Record<string, (draft: Draft, path: string) => StructuralSchema>> = {
  object: objectSchema,
  array: arraySchema,
  string: stringSchema,
  integer: integerSchema,
  number: (draft, path) => ({ type: 'number', ...bounds(draft, path, ['minimum', 'maximum']) }),
  boolean: () => ({ type: 'boolean' }),
};

function convert(draft: Draft, path: string): StructuralSchema {
  const kind = draft['type'];
  const converter =
    draft['oneOf'] !== undefined
      ? unionSchema
      : draft['anyOf'] !== undefined
        ? intOrStringSchema
        : typeof kind === 'string'
          ? converters[kind]
          : undefined;
  if (converter === undefined) throw new StructuralSchemaError(path, `no CRD form for ${JSON.stringify(draft)}`);
  const { type, ...rest } = converter(draft, path);
  const rules = [...(rest['x-kubernetes-validations'] ?? []), ...rulesOf(draft, path)];
  return {
    ...text(draft['description']),
    ...(type && { type }),
    ...(draft['default'] !== undefined && { default: draft['default'] }),
    ...rest,
    ...(draft['x-kubernetes-map-type'] === 'atomic' && { 'x-kubernetes-map-type': 'atomic' }),
    ...(rules.length > 0 && { 'x-kubernetes-validations': rules }),
  };
}

function objectSchema(draft: Draft, path: string): StructuralSchema {
  const additional = draft['additionalProperties'];
  if (draft['properties'] === undefined) {
    if (draft[keyed] === true) throw new StructuralSchemaError(path, 'rules on the keys of a map are not supported');
    return {
      type: 'object',
      ...bounds(draft, path, ['maxProperties']),
      additionalProperties: convert(additional as Draft, `${path}{}`),
    };
  }
  if (additional !== false) throw new StructuralSchemaError(path, 'is not a strict object');
  const properties = Object.entries(draft['properties'] as Readonly<Record<string, Draft>>);
  return {
    type: 'object',
    properties: Object.fromEntries(properties.map(([name, field]) => [name, convert(field, `${path}.${name}`)])),
    ...(draft['required'] !== undefined && { required: draft['required'] as string[] }),
  };
}

function arraySchema(draft: Draft, path: string): StructuralSchema {
  const listType = draft['x-kubernetes-list-type'];
  if (listType === undefined) throw new StructuralSchemaError(path, 'has no list type');
  const keys = draft['x-kubernetes-list-map-keys'];
  return {
    type: 'array',
    ...optionalNumber(draft, 'minItems'),
    ...bounds(draft, path, ['maxItems']),
    items: convert(draft['items'] as Draft, `${path}[]`),
    'x-kubernetes-list-type': listType as 'atomic' | 'set' | 'map',
    ...(keys !== undefined && { 'x-kubernetes-list-map-keys': keys as string[] }),
  };
}

function stringSchema(draft: Draft, path: string): StructuralSchema {
  const { format, pattern } = draft;
  if (draft['enum'] !== undefined) return { type: 'string', enum: draft['enum'] as string[] };
  if (draft['allOf'] !== undefined) throw new StructuralSchemaError(path, 'has two patterns; make one of them a rule');
  if (format !== undefined && format !== 'date-time') {
    throw new StructuralSchemaError(path, `format ${JSON.stringify(format)} means something else to the API server`);
  }
  return {
    type: 'string',
    // zod's own pattern for a date-time says what the format says, in a hundred characters more.
    ...(format === 'date-time' ? { format } : {}),
    ...optionalNumber(draft, 'minLength'),
    ...bounds(draft, path, ['maxLength']),
    ...(typeof pattern === 'string' && format === undefined && { pattern: pattern.replaceAll('\\/', '/') }),
  };
}

function integerSchema(draft: Draft, path: string): StructuralSchema {
  const { minimum, maximum } = bounds(draft, path, ['minimum', 'maximum']);
  const wide = maximum === Number.MAX_SAFE_INTEGER;
  return {
    type: 'integer',
    format: wide || (maximum ?? 0) > 2 ** 31 - 1 ? 'int64' : 'int32',
    ...(minimum !== undefined && { minimum }),
    ...(maximum !== undefined && !wide && { maximum }),
  };
}

/** Kubernetes' int-or-string. What holds for one side only must be said by a rule: the server knows no branches. */
function intOrStringSchema(draft: Draft, path: string): StructuralSchema {
  const branches = draft['anyOf'] as readonly Draft[];
  const types = branches.map((branch) => branch['type']);
  const string = branches[types.indexOf('string')];
  if (types.length !== 2 || !types.includes('integer') || string === undefined) {
    throw new StructuralSchemaError(path, 'a union that is neither discriminated nor integer or string');
  }
  if (string['pattern'] !== undefined) throw new StructuralSchemaError(path, 'a pattern on one side needs a rule');
  return {
    'x-kubernetes-int-or-string': true,
    anyOf: [{ type: 'integer' }, { type: 'string' }],
    ...optionalNumber(string, 'minLength'),
    ...bounds(string, path, ['maxLength']),
  };
}

function unionSchema(draft: Draft, path: string): StructuralSchema {
  const tag = draft[discriminator];
  if (typeof tag !== 'string') throw new StructuralSchemaError(path, 'a union of objects without a discriminator');
  const branches = (draft['oneOf'] as readonly Draft[]).map((branch) => convert(branch, path) as UnionBranch);
  return mergeUnion(tag, branches, (problem) => new StructuralSchemaError(path, problem));
}

function rulesOf(draft: Draft, path: string): readonly CelRule[] {
  const rules = (draft['x-kubernetes-validations'] ?? []) as readonly CelRule[];
  const listType = draft['x-kubernetes-list-type'];
  const twin = rules.length > 0 || draft['maxProperties'] !== undefined || listType === 'set' || listType === 'map';
  if (draft[refined] === true && !twin) throw new StructuralSchemaError(path, 'a refinement without a CEL rule');
  for (const { rule } of rules) {
    for (const [, escaped] of rule.matchAll(/matches\('((?:[^'\\]|\\.)*)'\)/g)) {
      const source = (escaped ?? '').replaceAll('\\\\', '\\');
      const problem = patternProblem(source);
      if (problem !== undefined) throw new StructuralSchemaError(path, `pattern ${source} in a rule ${problem}`);
    }
  }
  return rules;
}

/** The named bounds, each of which must be there: without them the server cannot estimate what a rule costs. */
function bounds<Name extends string>(draft: Draft, path: string, names: readonly Name[]): { [name in Name]?: number } {
  for (const name of names) {
    if (typeof draft[name] !== 'number') throw new StructuralSchemaError(path, `has no ${name}`);
  }
  return Object.fromEntries(names.map((name) => [name, draft[name]])) as { [name in Name]?: number };
}

function optionalNumber<Name extends string>(draft: Draft, name: Name): { [name in Name]?: number } {
  const value = draft[name];
  return typeof value === 'number' && value > 0 ? ({ [name]: value } as { [name in Name]?: number }) : {};
}

function text(description: unknown): { description?: string } {
  return typeof description === 'string' ? { description } : {};
}
