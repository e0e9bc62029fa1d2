import { brainstoreRoles, type BrainstoreRole } from '../contract/components.ts';
import { apiObjects, migrationObjects } from './api.ts';
import { brainstoreObjects } from './brainstore.ts';
import type { PlaneContext } from './context.ts';
import type { PlaneObject } from './kinds.ts';
import { sharedObjects } from './shared.ts';

/** A part of the plane that changes as one: everything in it is applied together, and it is healthy or not as one. */
export type Part = 'shared' | BrainstoreRole | 'migration' | 'api';
export const parts = ['shared', ...brainstoreRoles, 'migration', 'api'] as const satisfies readonly Part[];

export type RenderedPlane = Readonly<Record<Part, readonly PlaneObject[]>>;

/** All objects of a plane but its Secret, in the order in which each part is applied. Pure. */
export function renderPlane(context: PlaneContext): RenderedPlane {
  return {
    shared: sharedObjects(context),
    reader: brainstoreObjects(context, 'reader'),
    fastReader: brainstoreObjects(context, 'fastReader'),
    writer: brainstoreObjects(context, 'writer'),
    migration: migrationObjects(context),
    api: apiObjects(context),
  };
}
