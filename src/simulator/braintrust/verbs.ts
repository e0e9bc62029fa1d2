import { isPlainObject, type Json, type JsonObject } from '../../runtime/canonical-json.ts';
import { must } from '../../runtime/must.ts';
import { demand, organizationFor, sees, touch, type Exchange } from './exchange.ts';
import { planLimits } from './profile.ts';
import { forbidden, invalid, missing } from './refusal.ts';
import type { Resource } from './resource.ts';
import { text, type Row } from './row.ts';
import { validUuid } from './validation.ts';

/** GET by id. A soft-deleted object is still answered, with `deleted_at`. */
export function read(resource: Resource, id: string, exchange: Exchange): Row {
  demand(exchange, resource.type, 'read');
  const row = visible(resource, id, exchange);
  touch(exchange, resource.type, row, 'read');
  return row;
}

/** POST: creates, or answers the object of the same natural key as it is. */
export function create(resource: Resource, body: JsonObject, exchange: Exchange): Row {
  demand(exchange, resource.type, 'create');
  const placed = fresh(resource, body, exchange);
  const existing = sameKey(resource, placed, exchange);
  if (existing === undefined) return insert(resource, placed, body, exchange);
  reveal(resource, existing, exchange);
  touch(exchange, resource.type, existing, 'read');
  return existing;
}

/** PUT: creates, or replaces by natural key. What the body leaves out is reset; a stored value stays. */
export function replace(resource: Resource, body: JsonObject, exchange: Exchange): Row {
  demand(exchange, resource.type, 'create');
  const placed = fresh(resource, body, exchange);
  const existing = sameKey(resource, placed, exchange);
  if (existing === undefined) return insert(resource, placed, body, exchange);
  demand(exchange, resource.type, 'update');
  reveal(resource, existing, exchange);
  const settable = resource.settable.map((field) => [field, placed[field] ?? null] as const);
  return update(resource, { ...existing, ...Object.fromEntries(settable) }, body, exchange);
}

/** PATCH: merges objects at every depth and ignores null, so nothing can be cleared. */
export function patch(resource: Resource, id: string, body: JsonObject, exchange: Exchange): Row {
  demand(exchange, resource.type, 'update');
  const before = visible(resource, id, exchange);
  if (before['deleted_at'] != null) throw missing(resource.type, id);
  const after: Record<string, Json> & { id: string } = { ...before };
  for (const [field, value] of Object.entries(body)) {
    if (value === null || field === resource.secretField) continue;
    const whole = resource.replacedWhole?.includes(field) === true;
    after[field] = whole ? value : merged(before[field], value);
    checkPlan(resource, before, field, exchange);
  }
  const rival = sameKey(resource, after, exchange);
  if (rival !== undefined && rival.id !== id) throw invalid(`Another ${resource.type} has this name already`);
  return update(resource, after, body, exchange);
}

/** DELETE by id: answers the object. Where deletion is soft, a later read still finds it. */
export function remove(resource: Resource, id: string, exchange: Exchange): Row {
  demand(exchange, resource.type, 'delete');
  const row = visible(resource, id, exchange);
  if (row['deleted_at'] != null) throw missing(resource.type, id);
  const { world } = exchange;
  touch(exchange, resource.type, row, 'deleted');
  if (resource.softDelete !== true) {
    world.remove(resource.type, id);
    return row;
  }
  const deleted = { ...row, deleted_at: world.instant() };
  world.put(resource.type, deleted);
  return deleted;
}

/** DELETE on the collection: the body names the object. */
export function removeByName(resource: Resource, body: JsonObject, exchange: Exchange): Row {
  const key = { name: text(body, 'name'), org_id: organizationFor(exchange, body) };
  const row = sameKey(resource, key, exchange);
  if (row === undefined) throw missing(resource.type, key.name);
  return remove(resource, row.id, exchange);
}

function visible(resource: Resource, id: string, exchange: Exchange): Row {
  const row = exchange.world.current(resource.type, validUuid(id));
  if (row === undefined) throw missing(resource.type, id);
  if (!sees(exchange, resource.type, resource.organizationsOf(row, exchange.world))) throw missing(resource.type, id);
  return row;
}

function fresh(resource: Resource, body: JsonObject, exchange: Exchange): JsonObject {
  const place = must(resource.place, `${resource.type} offers a body for create`);
  const settable = resource.settable.map((field) => [field, body[field] ?? null] as const);
  return { ...Object.fromEntries(settable), ...place(body, exchange) };
}

function sameKey(resource: Resource, wanted: JsonObject, { world }: Exchange): Row | undefined {
  for (const row of world.all(resource.type)) {
    if (row['deleted_at'] != null) continue;
    if (resource.naturalKey.every((field) => row[field] === wanted[field])) return row;
  }
  return undefined;
}

/** The name is taken: by something the caller sees, else it is a 403, because the answer would show it. */
function reveal(resource: Resource, existing: Row, exchange: Exchange): void {
  if (!sees(exchange, resource.type, resource.organizationsOf(existing, exchange.world))) {
    throw forbidden(`You do not have read permission on the existing ${resource.type} of this name`);
  }
  exchange.foundExisting = true;
}

function insert(resource: Resource, placed: JsonObject, body: JsonObject, exchange: Exchange): Row {
  const { world } = exchange;
  const at = world.instant();
  const row = {
    ...placed,
    id: world.randomness.uuid(),
    created: at,
    ...(resource.stampsUpdates === true ? { updated_at: at } : {}),
    ...(resource.secretField === undefined ? {} : noSecret),
  };
  return store(resource, row, body, 'created', exchange);
}

function update(resource: Resource, row: Row, body: JsonObject, exchange: Exchange): Row {
  const stamp = resource.stampsUpdates === true ? { updated_at: exchange.world.instant() } : {};
  return store(resource, { ...row, ...stamp }, body, 'updated', exchange);
}

const noSecret = { secret_updated_at: null, secret_updated_by_user_id: null, preview_secret: null };

function store(resource: Resource, row: Row, body: JsonObject, effect: 'created' | 'updated', exchange: Exchange): Row {
  const { world, caller } = exchange;
  const value = resource.secretField === undefined ? undefined : body[resource.secretField];
  const stored =
    typeof value === 'string'
      ? {
          ...row,
          secret_updated_at: world.instant(),
          secret_updated_by_user_id: caller.userId,
          preview_secret: previewOf(value),
        }
      : row;
  if (typeof value === 'string') {
    world.keepSecret(row.id, value);
    exchange.wroteSecret = true;
  }
  world.put(resource.type, stored);
  touch(exchange, resource.type, stored, effect);
  return stored;
}

/** First and last characters around dots; a short value is masked whole. */
function previewOf(value: string): string {
  return value.length < 12 ? '********' : `${value.slice(0, 3)}...${value.slice(-3)}`;
}

function merged(before: Json | undefined, value: Json): Json {
  if (!isPlainObject(before) || !isPlainObject(value)) return value;
  const result: Record<string, Json> = { ...before };
  for (const [key, inner] of Object.entries(value)) {
    if (inner !== null) result[key] = merged(result[key], inner);
  }
  return result;
}

function checkPlan(resource: Resource, row: Row, field: string, { world }: Exchange): void {
  const limit = planLimits.find((one) => one.resource === resource.type && one.field === field);
  if (limit === undefined) return;
  for (const id of resource.organizationsOf(row, world)) {
    const plan = world.planOf(id);
    if (limit.plans.includes(plan)) continue;
    throw forbidden(`Your plan (${plan}) does not include ${field}; upgrade to ${limit.plans.join(' or ')}`);
  }
}
