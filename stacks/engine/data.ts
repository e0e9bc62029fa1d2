import { deletions, type Deletion } from '../resource-types/deletion.ts';
import { keptBy } from './destroy.ts';
import type { StackState, StateResource } from './state.ts';
import { holdsData, partsOf } from './step.ts';

/** An object of an environment that is taken down, which holds data or a key to it. */
export interface HeldObject {
  readonly urn: string;
  readonly name: string;
  readonly concern: string;
  readonly type: string;
  readonly id: string;
  readonly kind: NonNullable<Deletion['kind']>;
  /** What is left of it after it is deleted. */
  readonly afterwards?: string;
  /** How large it was made, from the state; undefined where that says nothing. */
  readonly sizeGb?: number;
}

/** What a deletion of data leaves alone. */
export interface Staying {
  /** Copies outside the blast radius, and the keys that open them. */
  readonly copies: boolean;
  readonly keys: boolean;
}

/** Everything of an environment that holds data, by the table of resource types. */
export function heldBy({ deployment }: StackState): readonly HeldObject[] {
  return (deployment.resources ?? []).flatMap((resource) => {
    const { urn, type, id, custom } = resource;
    const kind = deletions[type]?.kind;
    if (custom !== true || id === undefined || kind === undefined || !holdsData(type)) return [];
    const { name, concern } = partsOf(urn);
    const { afterwards } = deletions[type] ?? {};
    const sizeGb = sizeOf(resource);
    const what = concern === 'backups' && kind !== 'key' ? 'copies' : kind;
    return [
      {
        ...{ urn, name, concern, type, id, kind: what },
        ...(afterwards !== undefined && { afterwards }),
        ...(sizeGb !== undefined && { sizeGb }),
      },
    ];
  });
}

/**
 * The state with everything protected that holds data, whatever an interrupted deletion of data has left: only then does a
 * destroy keep it.
 */
export function guarded(state: StackState): StackState {
  return withProtection(state, (resource) => resource.protect === true || holdsData(resource.type));
}

/**
 * The state with nothing protected but what stays: copies, keys, and what those depend on. What ties a copy to its source
 * would keep the source too, so that it leaves the state, and stays in the cloud with the copies.
 */
export function released(before: StackState, staying: Staying): StackState {
  const state = staying.copies ? withoutTies(before) : before;
  const stays = new Set(
    heldBy(state).flatMap(({ urn, kind }) =>
      (staying.copies && kind === 'copies') || (staying.keys && kind === 'key') ? [urn] : [],
    ),
  );
  const anchored = withProtection(state, ({ urn }) => stays.has(urn));
  const kept = new Set(keptBy(anchored).map(({ urn }) => urn));
  return withProtection(state, ({ urn, protect }) => stays.has(urn) || (protect === true && kept.has(urn)));
}

/** Whether a deletion of data has begun: nothing else takes the protection off. */
export function hasBegun(state: StackState): boolean {
  return (state.deployment.resources ?? []).some(
    ({ type, custom, protect }) => custom === true && holdsData(type) && protect !== true,
  );
}

function withoutTies(state: StackState): StackState {
  const resources = (state.deployment.resources ?? []).filter(({ type }) => deletions[type]?.tie !== true);
  return { ...state, deployment: { ...state.deployment, resources } };
}

function withProtection(state: StackState, protects: (resource: StateResource) => boolean): StackState {
  const before = state.deployment.resources ?? [];
  const resources = before.map((resource) => {
    if (resource.custom !== true || (resource.protect ?? false) === protects(resource)) return resource;
    return { ...resource, protect: protects(resource) };
  });
  if (resources.every((resource, index) => resource === before[index])) return state;
  return { ...state, deployment: { ...state.deployment, resources } };
}

function sizeOf({ outputs = {}, inputs = {} }: StateResource): number | undefined {
  const { allocatedStorage } = { ...inputs, ...outputs };
  const settings = inputs['settings'] as { readonly diskSize?: unknown } | undefined;
  const storage = inputs['storage'] as { readonly storageSizeGB?: unknown } | undefined;
  const size = allocatedStorage ?? settings?.diskSize ?? storage?.storageSizeGB;
  return typeof size === 'number' ? size : undefined;
}
