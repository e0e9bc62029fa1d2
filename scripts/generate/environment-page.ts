import * as z from 'zod';
import { isPlainObject, sameJson } from '../../src/runtime/canonical-json.ts';
import { profileDefaults } from '../../stacks/environment/profiles/profile-defaults.ts';
import { environmentApiVersion, profiles } from '../../stacks/environment/schema/common.ts';
import { environmentSchemas, type EnvironmentShape } from '../../stacks/environment/schema/environment.ts';
import { note, range, table } from './page.ts';

type JsonSchema = Readonly<Record<string, unknown>>;

/** Where the defaults of the profiles are worked out: those of zones and machines follow from the region. */
const sampleClouds: Readonly<Record<string, object>> = {
  aws: { provider: 'aws', region: 'us-east-1' },
  google: { provider: 'google', region: 'us-central1' },
  azure: { provider: 'azure', location: 'eastus2' },
};

/** The page of environment files: every field for each mode and cloud, with what each profile says. */
export function environmentPage(): string {
  const shapes = Object.keys(environmentSchemas) as EnvironmentShape[];
  return [
    note,
    '# Environment',
    `A file of \`environments/\`, \`${environmentApiVersion}\`. It is no resource of Kubernetes: commands read it. [The guide](../environments.md) says how to begin, [the examples](../../environments/README.md) show one for each cloud and mode.`,
    'Which fields there are follows from `spec.mode` and `spec.cloud.provider`. Fields in bold must be written; others are filled in by a default or by the profile. Where profiles differ, all four are given; what depends on the region is worked out for us-east-1, us-central1 and eastus2.',
    '`extends` names a file that this one lies on, relative to this one: mappings are laid on each other field by field, lists and values as a whole, and where `type`, `provider` or `mode` differ nothing of the lower one shines through.',
    ...shapes.flatMap((shape) => [`## ${shape.replace('/', ' on ')}`, fieldTable(shape)]),
  ]
    .map((block) => `${block}\n`)
    .join('\n');
}

interface Field {
  readonly path: string;
  /** Which `type` it belongs to, where its mapping is one of several. */
  readonly when: string;
  readonly schema: JsonSchema;
  readonly required: boolean;
}

function fieldTable(shape: EnvironmentShape): string {
  const draft = z.toJSONSchema(environmentSchemas[shape].shape.spec, {
    target: 'draft-7',
    io: 'input',
    reused: 'inline',
  });
  const byProfile = profileValues(shape.split('/')[1]);
  const rows = fieldsOf(draft, '', '').map(({ path, when, schema, required }) => [
    required ? `**\`${path}\`**` : `\`${path}\``,
    when === '' ? '' : `\`${when}\``,
    typeOf(schema),
    defaultOf(path, schema, byProfile),
    boundsOf(schema),
    word(schema['description']),
  ]);
  return table(['field', 'where type is', 'type', 'default', 'bounds', 'meaning'], rows);
}

/** Fields in their order; below `plane` they are those of a DataPlane, which have a page of their own. */
function fieldsOf(schema: JsonSchema, path: string, when: string): readonly Field[] {
  const profiled = schema['default'] !== undefined || madeByProfile.has(path);
  const branches = Array.isArray(schema['oneOf']) ? (schema['oneOf'] as readonly JsonSchema[]) : undefined;
  if (branches !== undefined) {
    const tags = branches.map((branch) => tagOf(branch));
    const type: Field = {
      path: below(path, 'type'),
      when: '',
      schema: typeOfBranches(schema, tags),
      required: !profiled,
    };
    return [
      type,
      ...branches.flatMap((branch, index) =>
        fieldsOf(branch, path, tags[index] ?? '').filter((field) => field.path !== below(path, 'type')),
      ),
    ];
  }
  const properties = (schema['properties'] ?? {}) as Readonly<Record<string, JsonSchema>>;
  const required = (schema['required'] ?? []) as readonly string[];
  return Object.entries(properties).flatMap(([name, field]) => {
    const own = below(path, name);
    const must = required.includes(name) && field['x-planewright-profiled'] !== true && schema['default'] === undefined;
    const one: Field = { path: own, when, schema: field, required: must };
    if (own === 'plane') return [one];
    const items = isPlainObject(field['items']) ? fieldsOf(field['items'], `${own}[]`, when) : [];
    return isMapping(field) ? fieldsOf(field, own, when) : [one, ...items];
  });
}

/** What a profile makes unless the file says otherwise: a file need not even name its type. */
const madeByProfile = new Set(['network', 'kubernetes', 'postgres', 'redis', 'storage', 'encryption', 'identity']);

/** The choice between the branches, and which of them counts where a file says nothing. */
function typeOfBranches(schema: JsonSchema, tags: readonly string[]): JsonSchema {
  const chosen = isPlainObject(schema['default']) ? schema['default']['type'] : undefined;
  const [first] = tags;
  return { enum: tags, default: chosen ?? (first === 'New' || first === 'Autopilot' ? first : undefined) };
}

function below(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

function isMapping(field: JsonSchema): boolean {
  return isPlainObject(field['properties']) || Array.isArray(field['oneOf']);
}

function tagOf(branch: JsonSchema): string {
  const { type } = (branch['properties'] ?? {}) as Readonly<Record<string, JsonSchema>>;
  return word(type?.['const']);
}

function profileValues(cloud: string | undefined): readonly (readonly [profile: string, spec: unknown])[] {
  const sample = cloud === undefined ? undefined : sampleClouds[cloud];
  if (sample === undefined) return [];
  return profiles.map((profile) => {
    const defaults = profileDefaults({ spec: { mode: 'SelfHosted', profile, cloud: sample } });
    return [profile, isPlainObject(defaults) ? defaults['spec'] : undefined];
  });
}

function defaultOf(path: string, schema: JsonSchema, byProfile: ReturnType<typeof profileValues>): string {
  if (schema['default'] !== undefined && path !== 'plane') return shown(schema['default']);
  if (schema['x-planewright-profiled'] !== true) return '';
  const values = byProfile.map(([profile, spec]) => [profile, valueAt(spec, path)] as const);
  const [first] = values;
  if (first === undefined || values.some(([, value]) => value === undefined)) return 'by the profile';
  if (values.every(([, value]) => sameJson(value, first[1]))) return shown(first[1]);
  return values.map(([profile, value]) => `${profile} ${shown(value)}`).join(', ');
}

function valueAt(spec: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, step) => (isPlainObject(value) ? value[step] : undefined), spec);
}

function shown(value: unknown): string {
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}

function typeOf(schema: JsonSchema): string {
  const { type, enum: choices, const: only, items, additionalProperties } = schema;
  if (Array.isArray(choices)) return choices.map((choice) => `\`${String(choice)}\``).join(' or ');
  if (only !== undefined) return `\`${word(only)}\``;
  if (isPlainObject(items)) return `list of ${typeOf(items)}`;
  if (isPlainObject(additionalProperties)) return `map of ${typeOf(additionalProperties)}`;
  return typeof type === 'string' ? type : '';
}

function boundsOf(schema: JsonSchema): string {
  const { minimum, maximum, minItems, maxItems, pattern } = schema;
  const number = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);
  const bounds = [
    range(number(minimum), number(maximum), ''),
    range(number(minItems), number(maxItems), ' entries'),
    typeof pattern === 'string' ? `\`${pattern.replaceAll('\\/', '/')}\`` : '',
  ];
  return bounds.filter((bound) => bound !== '').join(', ');
}

function word(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
