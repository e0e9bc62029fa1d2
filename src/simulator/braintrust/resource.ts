import type { ZodType } from 'zod';
import type { JsonObject } from '../../runtime/canonical-json.ts';
import type { Exchange } from './exchange.ts';
import type { BraintrustProfile } from './profile.ts';
import type { ResourceType, Row } from './row.ts';
import type { World } from './world.ts';

/** A query parameter of a list beside paging. */
export interface Filter {
  /** Whether the key may be repeated; a row then matches any of the values. */
  readonly many?: boolean;
  readonly format?: 'uuid';
  readonly oneOf?: readonly string[];
  readonly matches: (row: Row, value: string, world: World) => boolean;
}

/** How one resource differs from the others; the verbs themselves are the same for all. */
export interface Resource {
  readonly type: ResourceType;
  /** Bodies by verb; a verb without a body schema is not offered where it would need one. */
  readonly createBody?: (profile: BraintrustProfile) => ZodType;
  readonly patchBody?: (profile: BraintrustProfile) => ZodType;
  /** Fields that name an object within its scope, the scope's fields included. */
  readonly naturalKey: readonly string[];
  /** Fields of a new object that a body may set, and that PUT sets back to null where the body leaves them out. */
  readonly settable: readonly string[];
  /** The body's field whose value is stored apart and never answered. */
  readonly secretField?: 'secret' | 'value';
  /** Fields that PATCH replaces instead of merging. */
  readonly replacedWhole?: readonly string[];
  /** Deleted objects stay readable by id, with `deleted_at`. */
  readonly softDelete?: boolean;
  /** Whether any edit moves `updated_at`. */
  readonly stampsUpdates?: boolean;
  readonly filters: Readonly<Record<string, Filter>>;
  /** Whether lists take `starting_after` and `ending_before`. */
  readonly cursors: boolean;
  /** Whether lists take `org_name`. */
  readonly organizationFilter: boolean;
  /** Ids of the organizations that an object belongs to; none where what it hung on is gone. */
  readonly organizationsOf: (row: Row, world: World) => readonly string[];
  /** Where a new object goes: the natural key's scope and what only the server sets. Throws where the caller may not. */
  readonly place?: (body: JsonObject, exchange: Exchange) => JsonObject;
}
