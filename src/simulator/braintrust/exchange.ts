import type { JsonObject } from '../../runtime/canonical-json.ts';
import { forbids, hides, type Caller, type Verb } from './accounts.ts';
import { forbidden, invalid } from './refusal.ts';
import { text, type ResourceType, type Row } from './row.ts';
import type { World } from './world.ts';

/** An object that a request touched, as the request log and the audit headers name it. */
export interface Touched {
  readonly type: ResourceType;
  readonly id: string;
  readonly name: string;
  readonly effect: 'read' | 'created' | 'updated' | 'deleted';
}

/** One request on its way through the handlers. */
export interface Exchange {
  readonly world: World;
  readonly caller: Caller;
  readonly touched: Touched[];
  /** Set where a stored value was written. */
  wroteSecret: boolean;
  /** Set where the natural key was taken already. */
  foundExisting: boolean;
}

export function touch(exchange: Exchange, type: ResourceType, row: Row, effect: Touched['effect']): void {
  exchange.touched.push({ type, id: row.id, name: text(row, 'name'), effect });
}

/** Throws the 403 of an account without the right. */
export function demand(exchange: Exchange, resource: ResourceType, verb: Verb): void {
  if (forbids(exchange.caller, resource, verb)) throw forbidden(`You do not have ${verb} permission on ${resource}`);
}

/** Whether the caller can see an object that belongs to these organizations. */
export function sees(exchange: Exchange, resource: ResourceType, organizationIds: readonly string[]): boolean {
  if (hides(exchange.caller, resource)) return false;
  return organizationIds.some((id) => exchange.caller.organizationIds.has(id));
}

/** The organization that a body means: the one it names, or the only one that the token sees. */
export function organizationFor(exchange: Exchange, body: JsonObject): string {
  const name = body['org_name'];
  const visible = [...exchange.caller.organizationIds];
  if (typeof name !== 'string') {
    const [only, another] = visible;
    if (only !== undefined && another === undefined) return only;
    throw invalid('The token belongs to several organizations: name one in org_name');
  }
  const named = visible.find((id) => exchange.world.current('organization', id)?.['name'] === name);
  if (named === undefined) throw invalid(`Missing read access to organization ${name}, or it does not exist`);
  return named;
}
