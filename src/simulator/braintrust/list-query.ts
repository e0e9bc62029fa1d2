import { demand, sees, touch, type Exchange } from './exchange.ts';
import { invalid, notServed } from './refusal.ts';
import type { Filter, Resource } from './resource.ts';
import type { Row } from './row.ts';
import { validUuid } from './validation.ts';

export type Query = Readonly<Record<string, string | readonly string[]>>;

/** One page: filtered, newest first, cut by cursor and limit. */
export function listPage(resource: Resource, query: Query, exchange: Exchange): Row[] {
  demand(exchange, resource.type, 'read');
  const { world } = exchange;
  const selectors = Object.entries(query)
    .filter(([key]) => !paging(resource).includes(key))
    .map(([key, value]) => selector(resource, key, typeof value === 'string' ? [value] : value, exchange));
  const rows = world.listed(resource.type).filter((row) => {
    if (row['deleted_at'] != null) return false;
    if (!sees(exchange, resource.type, resource.organizationsOf(row, world))) return false;
    return selectors.every((matches) => matches(row));
  });
  const page = cut(rows, query, exchange);
  for (const row of page) touch(exchange, resource.type, row, 'read');
  return page;
}

function paging(resource: Resource): readonly string[] {
  return resource.cursors ? ['limit', 'starting_after', 'ending_before'] : ['limit'];
}

function selector(
  resource: Resource,
  key: string,
  values: readonly string[],
  exchange: Exchange,
): (row: Row) => boolean {
  if (key === 'ids') {
    const ids = new Set(values.map(validUuid));
    return (row) => ids.has(row.id);
  }
  if (key === 'org_name' && resource.organizationFilter) {
    const name = single(key, values);
    // An organization that the token does not see yields an empty list, not an error.
    return (row) =>
      resource
        .organizationsOf(row, exchange.world)
        .some((id) => exchange.world.current('organization', id)?.['name'] === name);
  }
  const filter: Filter | undefined = Object.hasOwn(resource.filters, key) ? resource.filters[key] : undefined;
  if (filter === undefined) throw notServed(`the query parameter "${key}" on the list of ${resource.type}`);
  const wanted = filter.many === true ? values : [single(key, values)];
  for (const value of wanted) {
    if (filter.format === 'uuid') validUuid(value);
    if (filter.oneOf !== undefined && !filter.oneOf.includes(value)) throw invalid(`Invalid enum value at ${key}`);
  }
  return (row) => wanted.some((value) => filter.matches(row, value, exchange.world));
}

function single(key: string, values: readonly string[]): string {
  const [value, another] = values;
  if (value === undefined || another !== undefined) throw invalid(`Expected one value at ${key}`);
  return value;
}

function cut(rows: Row[], query: Query, { world }: Exchange): Row[] {
  const { starting_after: after, ending_before: before } = query;
  const limit = limitOf(query, world.profile.defaultPageSize, world.profile.largestPageSize);
  if (after !== undefined && before !== undefined) {
    throw invalid('Only one of starting_after and ending_before may be given');
  }
  if (after !== undefined) return rows.slice(position(rows, after) + 1).slice(0, limit);
  if (before !== undefined) {
    const end = position(rows, before);
    return rows.slice(Math.max(0, end - limit), end);
  }
  return rows.slice(0, limit);
}

/** A cursor that points at nothing is an error: an empty page would read as the end of the list. */
function position(rows: readonly Row[], cursor: string | readonly string[]): number {
  const id = validUuid(single('cursor', typeof cursor === 'string' ? [cursor] : cursor));
  const index = rows.findIndex((row) => row.id === id);
  if (index === -1) throw invalid('The pagination cursor does not exist');
  return index;
}

function limitOf(query: Query, usual: number, largest: number): number {
  const given = query['limit'];
  if (given === undefined || given === 'null') return usual;
  if (typeof given !== 'string' || !/^\d+$/.test(given)) throw invalid('Expected a non-negative integer at limit');
  return Math.min(Number(given), largest);
}
