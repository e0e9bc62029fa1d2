import { isPlainObject } from '../../../src/runtime/canonical-json.ts';
import type { Place } from '../../place.ts';
import { computedOutputs } from '../../plan/computed.ts';
import type { Found, ListedByApi, ListedByProvider, ListedByTags } from '../../resource-types/found/found.ts';
import { foundOf } from '../../resource-types/found/index.ts';
import { resourceTypeOf } from '../../resource-types/index.ts';
import type { StateResource } from '../state.ts';

/** A question to a provider's function; equal ones are asked once. */
export interface Question {
  /** The provider's reference as the state writes it; undefined for a default one. */
  readonly provider: string | undefined;
  readonly token: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** How one object is looked up now that its inputs are known. */
export type Way =
  | { readonly kind: 'read'; readonly id: string; readonly noneText?: RegExp }
  | { readonly kind: 'ask'; readonly question: Question; readonly found: ListedByProvider | ListedByTags }
  | { readonly kind: 'api'; readonly found: ListedByApi }
  | { readonly kind: 'again'; readonly why: string }
  | { readonly kind: 'none'; readonly reason: string };

const tagIndex = 'aws:resourcegroupstaggingapi/getResources:getResources';

/** Tags by which our objects are told from all others, and from each other where they have a name. */
const identifying = ['planewright:environment', 'Name'];

export function wayOf(resource: StateResource, place: Place): Way {
  const row = resourceTypeOf(resource.type);
  const found = row === undefined ? undefined : foundOf(resource.type, row);
  if (found === undefined) return { kind: 'none', reason: `a ${resource.type} cannot be looked up` };
  return wayBy(found, resource, place);
}

function wayBy(found: Found, resource: StateResource, place: Place): Way {
  const { type, inputs = {}, provider } = resource;
  const elsewhere = regionBeside(resource, place);
  const unclear = { kind: 'none', reason: `what a ${type} is looked up by is not known` } as const;
  switch (found.by) {
    case 'again':
      return { kind: 'again', why: found.why };
    case 'api':
      return found.within.every((key) => typeof inputs[key] === 'string') ? { kind: 'api', found } : unclear;
    case 'id': {
      const id = filled(found.id, resource, place);
      if (id === undefined) return unclear;
      const noneText = found.noneText === undefined ? {} : { noneText: found.noneText };
      return { kind: 'read', id: inRegion(id, elsewhere), ...noneText };
    }
    case 'tags': {
      const tags = identifyingTags(inputs);
      if (tags.length === 0) return unclear;
      const args = {
        resourceTypeFilters: [found.service],
        tagFilters: tags.map(([key, value]) => ({ key, values: [value] })),
        ...(elsewhere !== undefined && { region: elsewhere }),
      };
      return { kind: 'ask', found, question: { provider, token: tagIndex, args } };
    }
    case 'list': {
      const args = found.args === 'tags' ? tagArguments(inputs) : filledAll(found.args, resource, place);
      if (args === undefined) return unclear;
      const whole = { ...args, ...(elsewhere !== undefined && { region: elsewhere }) };
      return { kind: 'ask', found, question: { provider, token: found.token, args: whole } };
    }
  }
}

/** Ids of an answer, as the provider reads them. */
export function idsOf(
  found: ListedByProvider | ListedByTags,
  answer: Readonly<Record<string, unknown>>,
): readonly string[] {
  if (found.by === 'list') return textsAt(answer, found.ids.split('.'));
  return textsAt(answer, ['resourceTagMappingLists', 'resourceArn']).flatMap((arn) => {
    const groups = found.arn.exec(arn);
    return groups === null
      ? []
      : [found.id.replaceAll(/\$([0-9])/g, (_, group: string) => groups[Number(group)] ?? '')];
  });
}

/** AWS lets a resource be in another region than its provider; it is imported by its id and `@` with the region then. */
export function inRegion(id: string, region: string | undefined): string {
  return region === undefined ? id : `${id}@${region}`;
}

export function regionBeside({ type, inputs = {} }: StateResource, place: Place): string | undefined {
  const { region } = inputs;
  return type.startsWith('aws:') && typeof region === 'string' && region !== place.region ? region : undefined;
}

function textsAt(value: unknown, path: readonly string[]): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item: unknown) => textsAt(item, path));
  const [step, ...rest] = path;
  if (step === undefined) return typeof value === 'string' ? [value] : [];
  return isPlainObject(value) ? textsAt(value[step], rest) : [];
}

function identifyingTags(inputs: Readonly<Record<string, unknown>>): readonly (readonly [string, string])[] {
  const { tags } = inputs;
  if (!isPlainObject(tags)) return [];
  return identifying.flatMap((key) => {
    const value = tags[key];
    return typeof value === 'string' ? [[key, value] as const] : [];
  });
}

function tagArguments(inputs: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> | undefined {
  const tags = identifyingTags(inputs);
  return tags.length === 0 ? undefined : { tags: Object.fromEntries(tags) };
}

function filledAll(
  args: Readonly<Record<string, string>>,
  resource: StateResource,
  place: Place,
): Readonly<Record<string, string>> | undefined {
  const entries = Object.entries(args).flatMap(([key, template]) => {
    const value = filled(template, resource, place);
    return value === undefined ? [] : [[key, value] as const];
  });
  return entries.length === Object.keys(args).length ? Object.fromEntries(entries) : undefined;
}

/** The template with what is known in it; undefined where something of it is not known. */
function filled(template: string, { type, urn, inputs = {} }: StateResource, place: Place): string | undefined {
  const row = resourceTypeOf(type);
  if (row === undefined) return undefined;
  const plain = template.replaceAll(/\{encoded\.([^}]+)\}/g, (_, property: string) => {
    const value = inputs[property];
    return typeof value === 'string' ? encodeURIComponent(value) : `{input.${property}}`;
  });
  const name = 'property' in row.name ? inputs[row.name.property] : '';
  if (template.includes('{name}') && typeof name !== 'string') return undefined;
  const { id } = computedOutputs({ ...row, id: plain }, { concern: '', name: urn, inputs }, place);
  return id.includes('<') ? undefined : id;
}
