import { isRecord, listOf, textOf } from '../object.ts';
import { compileRules, type CelRule } from '../cel/rule.ts';

/** An OpenAPI v3 structural schema, as it stands in a CRD. */
export type OpenApiSchema = Readonly<Record<string, unknown>>;

/**
 * A structural schema made ready for use: one tree serves defaulting, pruning, validation, CEL, field ownership and
 * merging, for built-in kinds and custom resources alike.
 */
export interface SchemaNode {
  readonly type: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean' | 'int-or-string' | 'any';
  readonly source: OpenApiSchema;
  readonly nullable: boolean;
  readonly preserveUnknown: boolean;
  /** A `RawExtension`-like object with its own apiVersion, kind and metadata. */
  readonly embedded: boolean;
  readonly properties: ReadonlyMap<string, SchemaNode>;
  readonly additional: SchemaNode | undefined;
  readonly items: SchemaNode | undefined;
  readonly required: readonly string[];
  readonly hasDefault: boolean;
  /** True where this or anything below has a default. */
  readonly defaultsBelow: boolean;
  /** The whole value has one owner. */
  readonly atomic: boolean;
  /** Keys of a list that merges by key. */
  readonly listKeys: readonly string[] | undefined;
  readonly isSet: boolean;
  readonly pattern: RegExp | undefined;
  readonly rules: readonly CelRule[];
  /** True where this or anything below has a CEL rule. */
  readonly rulesBelow: boolean;
}

export class SchemaError extends Error {
  override readonly name = 'SchemaError';
  /** Path inside the schema, such as `.properties[spec].properties[name]`. */
  readonly path: string;
  constructor(path: string, message: string) {
    super(message);
    this.path = path;
  }
}

const types = new Set(['object', 'array', 'string', 'integer', 'number', 'boolean']);

/** Compiles a structural schema. Throws {@link SchemaError} naming the path of what the API server would refuse. */
export function compileSchema(source: OpenApiSchema, path = ''): SchemaNode {
  const preserveUnknown = source['x-kubernetes-preserve-unknown-fields'] === true;
  const type = typeOf(source, preserveUnknown, path);
  const properties = new Map<string, SchemaNode>();
  if (isRecord(source['properties'])) {
    for (const [name, property] of Object.entries(source['properties'])) {
      properties.set(name, compileSchema(schemaAt(property, path), `${path}.properties[${name}]`));
    }
  }
  const additional = additionalOf(source, properties, path);
  if (type === 'array' && !isRecord(source['items']))
    throw new SchemaError(`${path}.items`, 'Required value: must be specified');
  const items = isRecord(source['items']) ? compileSchema(source['items'], `${path}.items`) : undefined;
  const listType = textOf(source['x-kubernetes-list-type']);
  const rules = compileRules(source['x-kubernetes-validations'], path);
  const below = [
    ...properties.values(),
    ...(additional === undefined ? [] : [additional]),
    ...(items === undefined ? [] : [items]),
  ];
  const hasDefault = source['default'] !== undefined && source['default'] !== null;
  return {
    type,
    source,
    nullable: source['nullable'] === true,
    preserveUnknown,
    embedded: source['x-kubernetes-embedded-resource'] === true,
    properties,
    additional,
    items,
    required: listOf(source['required']).map(String),
    hasDefault,
    defaultsBelow: hasDefault || below.some((node) => node.defaultsBelow),
    atomic: type === 'array' ? listType !== 'map' && listType !== 'set' : source['x-kubernetes-map-type'] === 'atomic',
    listKeys: listType === 'map' ? listOf(source['x-kubernetes-list-map-keys']).map(String) : undefined,
    isSet: listType === 'set',
    pattern: patternOf(source, path),
    rules,
    rulesBelow: rules.length > 0 || below.some((node) => node.rulesBelow),
  };
}

/** A schema that knows nothing: for what lies below `x-kubernetes-preserve-unknown-fields`. */
const anything: SchemaNode = compileSchema({ 'x-kubernetes-preserve-unknown-fields': true });

/** The schema of a member of an object, or undefined where the object may not have it. */
export function memberOf(node: SchemaNode, key: string): SchemaNode | undefined {
  return node.properties.get(key) ?? node.additional ?? (node.preserveUnknown ? anything : undefined);
}

function schemaAt(value: unknown, path: string): OpenApiSchema {
  if (!isRecord(value)) throw new SchemaError(path, 'must be a schema');
  return value;
}

function typeOf(source: OpenApiSchema, preserveUnknown: boolean, path: string): SchemaNode['type'] {
  if (source['x-kubernetes-int-or-string'] === true) return 'int-or-string';
  const type = source['type'];
  if (type === undefined || type === '') {
    if (preserveUnknown) return 'any';
    throw new SchemaError(`${path}.type`, 'Required value: must not be empty for specified object fields');
  }
  if (typeof type !== 'string' || !types.has(type)) {
    throw new SchemaError(`${path}.type`, `Invalid value: ${JSON.stringify(type)}: must be a known type`);
  }
  return type as SchemaNode['type'];
}

function additionalOf(
  source: OpenApiSchema,
  properties: ReadonlyMap<string, SchemaNode>,
  path: string,
): SchemaNode | undefined {
  const additional = source['additionalProperties'];
  if (additional === undefined) return undefined;
  if (properties.size > 0) {
    throw new SchemaError(
      `${path}.additionalProperties`,
      'Forbidden: additionalProperties and properties are mutual exclusive',
    );
  }
  if (additional === true) return anything;
  if (additional === false) throw new SchemaError(`${path}.additionalProperties`, 'Forbidden: must not be false');
  return compileSchema(schemaAt(additional, path), `${path}.additionalProperties`);
}

function patternOf(source: OpenApiSchema, path: string): RegExp | undefined {
  const pattern = source['pattern'];
  if (typeof pattern !== 'string') return undefined;
  try {
    return new RegExp(pattern, 'u');
  } catch {
    try {
      return new RegExp(pattern);
    } catch {
      throw new SchemaError(`${path}.pattern`, `Invalid value: "${pattern}": must be a valid regular expression`);
    }
  }
}
