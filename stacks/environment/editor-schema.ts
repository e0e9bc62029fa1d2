import * as z from 'zod';
import { isPlainObject } from '../../src/runtime/canonical-json.ts';
import { environmentSchemas, type EnvironmentShape } from './schema/environment.ts';

type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * JSON Schema of environment files, for editors: mode and cloud decide which part counts. What a profile fills in is not
 * required, and nothing is where a file lies on another one.
 */
export function environmentEditorSchema(): JsonSchema {
  const shapes = Object.keys(environmentSchemas) as EnvironmentShape[];
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Environment',
    description: 'An environment of Planewright: a Braintrust data plane, or the organization alone.',
    type: 'object',
    required: ['apiVersion', 'kind', 'spec'],
    properties: { spec: { type: 'object', properties: { mode: { enum: ['SelfHosted', 'BYOC', 'SaaS'] } } } },
    allOf: shapes.map((shape) => ({ if: conditionOf(shape), then: schemaOf(shape) })),
  };
}

function conditionOf(shape: EnvironmentShape): JsonSchema {
  const [mode, provider] = shape.split('/');
  const cloud = { type: 'object', required: ['provider'], properties: { provider: { const: provider } } };
  return {
    required: ['spec'],
    properties: {
      spec: {
        required: provider === undefined ? ['mode'] : ['mode', 'cloud'],
        properties: { mode: { const: mode }, ...(provider !== undefined && { cloud }) },
      },
    },
  };
}

function schemaOf(shape: EnvironmentShape): unknown {
  const draft = z.toJSONSchema(environmentSchemas[shape], { target: 'draft-7', io: 'input', reused: 'inline' });
  return lenient({ ...draft, $schema: undefined });
}

/**
 * Without notes of our own, and without what no file must say: what every profile fills in, and the `type` of what the
 * profile makes unless the file says otherwise.
 */
function lenient(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(lenient);
  if (!isPlainObject(schema)) return schema;
  const { properties } = schema;
  const entries = Object.entries(schema).flatMap(([key, value]): [string, unknown][] => {
    if (key.startsWith('x-')) return [];
    if (key !== 'required' || !Array.isArray(value) || !isPlainObject(properties)) return [[key, lenient(value)]];
    const still = value.filter((name: string) => mustBeWritten(name, properties[name]));
    return still.length === 0 ? [] : [['required', still]];
  });
  return Object.fromEntries(entries);
}

function mustBeWritten(name: string, field: unknown): boolean {
  if (!isPlainObject(field) || field['x-planewright-profiled'] === true) return false;
  if (name === 'type' && field['const'] === 'New') return false;
  // A mapping of which nothing must be written need not be written either.
  const inner = lenient(field);
  if (!isPlainObject(inner)) return true;
  if (inner['type'] === 'object') return inner['required'] !== undefined;
  const branches = inner['oneOf'] ?? inner['anyOf'];
  if (!Array.isArray(branches)) return true;
  return branches.every((branch) => isPlainObject(branch) && branch['required'] !== undefined);
}
