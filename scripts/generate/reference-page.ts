import type { StructuralSchema } from '../../src/api/crd/structural.ts';
import { apiVersion, type KindDefinition } from '../../src/api/index.ts';
import { openApiSchemaOf } from '../../src/api/normalise.ts';
import { note, range, table } from './page.ts';

/** The page of one kind: what it is, an example, every field with its bounds and default, every rule. */
export function referencePage(definition: KindDefinition, example: string): string {
  const { spec, status } = openApiSchemaOf(definition).properties ?? {};
  if (spec === undefined || status === undefined) throw new Error(`${definition.kind} has no spec or no status`);
  return [
    note,
    `# ${definition.kind}`,
    definition.description,
    `\`${apiVersion}\`, namespaced. \`kubectl get ${[definition.plural, ...definition.shortNames].join('` or `kubectl get ')}\`; all kinds: \`kubectl get planewright\`.`,
    '## Example',
    `\`\`\`yaml\n${example.trimEnd()}\n\`\`\``,
    '## spec',
    'Fields in bold are required.',
    fieldTable(fieldsOf(spec, '')),
    '## Rules',
    'The API server and `planewright validate` refuse what breaks one; rules about a change only the API server can check.',
    table(['field', 'rule', 'checked'], rulesOf(spec, '')),
    '## status',
    'Written by the operator.',
    fieldTable(fieldsOf(status, '')),
    '## Columns of kubectl get',
    table(
      ['column', 'from', 'meaning'],
      definition.printerColumns.map(({ name, jsonPath, description, wide }) => [
        name,
        `\`${jsonPath}\``,
        `${description}${wide === true ? ' Only with `-o wide`.' : ''}`,
      ]),
    ),
    `Field selectors: ${definition.selectableFields.map((path) => `\`${path.slice(1)}\``).join(', ')}.`,
  ]
    .map((block) => `${block}\n`)
    .join('\n');
}

/** The page that lists the kinds. */
export function referenceIndex(pages: readonly { readonly kind: KindDefinition; readonly file: string }[]): string {
  return [
    note,
    '# Reference',
    `Resources of \`${apiVersion}\`. Examples stand in [examples](examples).`,
    table(
      ['kind', 'what it declares'],
      pages.map(({ kind, file }) => [`[${kind.kind}](${file})`, kind.description]),
    ),
    'What describes a whole environment, cloud and cluster, is no resource but a file: [Environment](environment.md).',
    '## In an editor',
    'The JSON Schemas in [schemas](schemas) give completion. With the YAML language server, put this at the top of a file:',
    '```yaml\n# yaml-language-server: $schema=docs/reference/schemas/all.json\n```',
  ]
    .map((block) => `${block}\n`)
    .join('\n');
}

interface Field {
  readonly path: string;
  readonly required: boolean;
  readonly schema: StructuralSchema;
}

/** Every field below a schema, parents before their children. */
function fieldsOf(schema: StructuralSchema, path: string): readonly Field[] {
  const { properties = {}, required = [], items, additionalProperties } = schema;
  const own = Object.entries(properties).flatMap(([name, field]): Field[] => {
    const below = path === '' ? name : `${path}.${name}`;
    return [{ path: below, required: required.includes(name), schema: field }, ...fieldsOf(field, below)];
  });
  return [
    ...own,
    ...(items === undefined ? [] : fieldsOf(items, `${path}[]`)),
    ...(additionalProperties === undefined ? [] : fieldsOf(additionalProperties, `${path}.*`)),
  ];
}

function fieldTable(fields: readonly Field[]): string {
  return table(
    ['field', 'type', 'default', 'bounds', 'meaning'],
    fields.map(({ path, required, schema }) => [
      required ? `**\`${path}\`**` : `\`${path}\``,
      typeOf(schema),
      schema.default === undefined || isEmptyObject(schema.default) ? '' : `\`${JSON.stringify(schema.default)}\``,
      boundsOf(schema),
      schema.description ?? '',
    ]),
  );
}

function typeOf(schema: StructuralSchema): string {
  if (schema['x-kubernetes-int-or-string'] === true) return 'integer or string';
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${String(value)}\``).join(' or ');
  if (schema.items !== undefined) return `list of ${typeOf(schema.items)}`;
  if (schema.additionalProperties !== undefined) return `map of ${typeOf(schema.additionalProperties)}`;
  return schema.format === 'date-time' ? 'date-time' : (schema.type ?? '');
}

function boundsOf(schema: StructuralSchema): string {
  const { minimum, maximum, minLength, maxLength, minItems, maxItems, maxProperties, pattern } = schema;
  return [
    range(minimum, maximum, ''),
    range(minLength, maxLength, ' characters'),
    range(minItems, maxItems, ' entries'),
    range(undefined, maxProperties, ' entries'),
    pattern === undefined ? '' : `\`${pattern}\``,
    schema['x-kubernetes-list-type'] === 'set' ? 'no repetition' : '',
    schema['x-kubernetes-list-type'] === 'map'
      ? `one per ${schema['x-kubernetes-list-map-keys']?.join(', ') ?? ''}`
      : '',
  ]
    .filter((bound) => bound !== '')
    .join(', ');
}

function rulesOf(schema: StructuralSchema, path: string): readonly string[][] {
  const own = (schema['x-kubernetes-validations'] ?? []).map(({ rule, message, fieldPath = '' }) => {
    const field = `${path}${fieldPath}`.replace(/^[.]/, '');
    return [field === '' ? 'spec' : `\`${field}\``, message, rule.includes('oldSelf') ? 'on a change' : 'always'];
  });
  const below = Object.entries(schema.properties ?? {}).flatMap(([name, field]) => rulesOf(field, `${path}.${name}`));
  return [
    ...own,
    ...below,
    ...(schema.items === undefined ? [] : rulesOf(schema.items, `${path}[]`)),
    ...(schema.additionalProperties === undefined ? [] : rulesOf(schema.additionalProperties, `${path}.*`)),
  ];
}

function isEmptyObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
