import { objectMeta } from './builtin/common.ts';
import type { BuiltinKind, ComputedColumn, PrinterColumn } from './builtin/kind.ts';
import { builtinKinds } from './builtin/table.ts';
import { at, isRecord, listOf, recordOf, textOf } from './object.ts';
import { compileSchema, type OpenApiSchema, type SchemaNode } from './schema/schema-node.ts';

/** A kind at one version, as the handlers use it. */
export interface ServedKind {
  readonly group: string;
  readonly version: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly listKind: string;
  readonly plural: string;
  readonly singular: string;
  readonly namespaced: boolean;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly subresources: ReadonlySet<string>;
  /** True for kinds that a CRD defines. */
  readonly custom: boolean;
  readonly countsGeneration: boolean;
  readonly schema: SchemaNode;
  readonly columns: readonly (PrinterColumn | ComputedColumn)[];
  /** Paths beside metadata.name and metadata.namespace that field selectors may use. */
  readonly selectableFields: readonly string[];
  /** Where objects of all versions are stored. */
  readonly resource: string;
}

const age: PrinterColumn = { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' };

function builtin(row: BuiltinKind): ServedKind {
  return {
    group: row.group,
    version: row.version,
    apiVersion: row.group === '' ? row.version : `${row.group}/${row.version}`,
    kind: row.kind,
    listKind: `${row.kind}List`,
    plural: row.plural,
    singular: row.kind.toLowerCase(),
    namespaced: row.namespaced,
    shortNames: row.shortNames,
    categories: [],
    subresources: new Set(row.subresources),
    custom: false,
    countsGeneration: row.generation,
    schema: compileSchema({
      type: 'object',
      description: `${row.kind} as this stand-in serves it.`,
      properties: { apiVersion: { type: 'string' }, kind: { type: 'string' }, metadata: objectMeta, ...row.fields },
      ...(row.required === undefined ? {} : { required: row.required }),
    }),
    columns: row.columns.some((column) => column.type === 'date') ? row.columns : [...row.columns, age],
    selectableFields: row.selectable ?? [],
    resource: `${row.group}/${row.plural}`,
  };
}

// Compiled once for the process: the table is constant.
const builtins: readonly ServedKind[] = builtinKinds.map(builtin);

/** The kinds that a CRD defines, one for each served version. Throws SchemaError or CelRuleError for a bad schema. */
export function kindsOf(definition: unknown): readonly ServedKind[] {
  const spec = recordOf(at(definition, 'spec'));
  const memo = compiled.get(spec);
  if (memo !== undefined) return memo;
  const kinds = listOf(spec['versions'])
    .filter((version) => at(version, 'served') === true)
    .map((version) => customKind(spec, recordOf(version)));
  compiled.set(spec, kinds);
  return kinds;
}

// A memo of a pure function by identity: thousands of worlds share the same CRD objects.
const compiled = new WeakMap<object, readonly ServedKind[]>();

function customKind(spec: Record<string, unknown>, version: Record<string, unknown>): ServedKind {
  const names = recordOf(spec['names']);
  const [group, plural, kind] = [String(spec['group']), String(names['plural']), String(names['kind'])];
  const source = recordOf(at(version, 'schema', 'openAPIV3Schema'));
  const root: OpenApiSchema = {
    ...source,
    type: 'object',
    properties: {
      ...recordOf(source['properties']),
      apiVersion: { type: 'string', description: 'The versioned schema of this representation of an object.' },
      kind: { type: 'string', description: 'The REST resource that this object represents.' },
      metadata: objectMeta,
    },
  };
  const subresources = new Set(Object.keys(recordOf(version['subresources'])));
  const columns = listOf(version['additionalPrinterColumns']) as readonly PrinterColumn[];
  return {
    group,
    version: String(version['name']),
    apiVersion: `${group}/${String(version['name'])}`,
    kind,
    listKind: textOf(names['listKind']) ?? `${kind}List`,
    plural,
    singular: textOf(names['singular']) ?? kind.toLowerCase(),
    namespaced: spec['scope'] === 'Namespaced',
    shortNames: listOf(names['shortNames']).map(String),
    categories: listOf(names['categories']).map(String),
    subresources,
    custom: true,
    countsGeneration: true,
    schema: compileSchema(root),
    columns: columns.length > 0 ? columns : [age],
    selectableFields: listOf(version['selectableFields']).flatMap((field) =>
      isRecord(field) ? [String(field['jsonPath']).replace(/^\./, '')] : [],
    ),
    resource: `${group}/${plural}`,
  };
}

/** What is served right now: the built-in table and the established CRDs. */
export class KindRegistry {
  readonly #custom = new Map<string, readonly ServedKind[]>();

  all(): readonly ServedKind[] {
    return [...builtins, ...Array.from(this.#custom.values()).flat()];
  }

  find(group: string, version: string, plural: string): ServedKind | undefined {
    const wanted = (kind: ServedKind): boolean =>
      kind.group === group && kind.version === version && kind.plural === plural;
    return builtins.find(wanted) ?? this.#custom.get(`${group}/${plural}`)?.find(wanted);
  }

  /** Any served version of a kind that an owner reference names. */
  findKind(apiVersion: string, kind: string): ServedKind | undefined {
    return this.all().find((served) => served.apiVersion === apiVersion && served.kind === kind);
  }

  ofResource(resource: string): ServedKind | undefined {
    return builtins.find((kind) => kind.resource === resource) ?? this.#custom.get(resource)?.[0];
  }

  serve(definition: unknown): void {
    const kinds = kindsOf(definition);
    const [first] = kinds;
    if (first !== undefined) this.#custom.set(first.resource, kinds);
  }

  withdraw(resource: string): void {
    this.#custom.delete(resource);
  }
}
