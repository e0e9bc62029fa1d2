import { rfc3339 } from '../../../runtime/clock.ts';
import type { WireRequest } from '../../../runtime/transport.ts';
import type { ServedKind } from '../kinds.ts';
import type { StoredObject } from '../object.ts';
import { fieldValidation, isDryRun, managerName } from '../request.ts';
import type { Reach } from '../fields/ownership.ts';
import type { Manager } from '../fields/managers.ts';
import type { World } from '../world.ts';

/** What all writes of one request share. */
export interface WriteContext {
  readonly world: World;
  readonly kind: ServedKind;
  readonly subresource: string | undefined;
  readonly dryRun: boolean;
  readonly validation: 'Strict' | 'Warn' | 'Ignore';
  readonly managerName: string;
  /** RFC 3339, the time of the request. */
  readonly now: string;
  /** Sentences for the `Warning` header. */
  readonly warnings: string[];
}

export interface WriteResult {
  readonly status: number;
  readonly object: StoredObject;
}

export function writeContext(
  world: World,
  kind: ServedKind,
  subresource: string | undefined,
  wire: WireRequest,
): WriteContext {
  return {
    world,
    kind,
    subresource,
    dryRun: isDryRun(wire),
    validation: fieldValidation(wire),
    managerName: managerName(wire),
    now: rfc3339(world.clock.now()),
    warnings: [],
  };
}

export function managerOf(context: WriteContext, operation: Manager['operation']): Manager {
  return {
    name: context.managerName,
    operation,
    apiVersion: context.kind.apiVersion,
    subresource: context.subresource ?? '',
  };
}

export function reachOf(context: WriteContext): Reach {
  if (context.subresource === 'status') return { status: 'only' };
  return { status: context.kind.subresources.has('status') ? 'never' : 'also' };
}
