import type { Plan, PlannedResource } from '../planned.ts';
import { resourceTypeOf } from '../resource-types/index.ts';
import { changedInputs } from './changed-inputs.ts';
import type { StateResource } from './state-file.ts';

export type ChangeKind = 'create' | 'update' | 'replace' | 'delete';

export interface Change {
  readonly change: ChangeKind;
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly concern: string;
  /** Inputs that differ, by path; never their values. */
  readonly inputs: readonly string[];
  /** Those of them that force the replacement. */
  readonly because: readonly string[];
  /** What is lost if the object goes; undefined where nothing is. */
  readonly holds?: string;
  /** Why the change must not be carried out; undefined where it may. */
  readonly blocked?: string;
}

export interface BlastRadius {
  /** In order of weight: what is deleted first. */
  readonly changes: readonly Change[];
  readonly unchanged: number;
}

/**
 * What carrying out a plan would do to what a state says is there. By URN, with the aliases that the program declares.
 * Whether a change replaces comes from the table of resource types: the verdict is as good as that.
 */
export function blastRadius(plan: Plan, state: readonly StateResource[]): BlastRadius {
  const there = new Map(state.map((resource) => [resource.urn, resource]));
  const found = new Set<string>();
  const changes = plan.resources.filter(isOfCloud).flatMap((planned): Change[] => {
    const urn = [planned.urn, ...planned.aliases].find((known) => there.has(known));
    const before = urn === undefined ? undefined : there.get(urn);
    if (before === undefined) return [changeOf('create', planned)];
    found.add(before.urn);
    return updateOf(before, planned);
  });
  const gone = state.filter(({ urn }) => !found.has(urn)).map(deletionOf);
  const ordered = [...gone, ...changes].sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
  return { changes: ordered, unchanged: found.size - changes.filter(({ change }) => change !== 'create').length };
}

const weight: Readonly<Record<ChangeKind, number>> = { delete: 0, replace: 1, update: 2, create: 3 };
const orderOf = ({ change, type, name }: Change): string => `${weight[change]}\n${type}\n${name}`;

function isOfCloud({ type }: PlannedResource): boolean {
  return !type.startsWith('pulumi:');
}

function updateOf(before: StateResource, planned: PlannedResource): Change[] {
  const inputs = changedInputs(before.inputs, planned.inputs).filter(
    (path) => !planned.ignoreChanges.some((ignored) => touches(path, ignored)),
  );
  const exposed = before.protect && !planned.protect && resourceTypeOf(planned.type)?.holdsData === true;
  if (inputs.length === 0 && !exposed) return [];
  const forcing = resourceTypeOf(planned.type)?.replacedBy ?? [];
  const because = inputs.filter((path) => forcing.some((forced) => touches(path, forced)));
  const change = changeOf(because.length > 0 ? 'replace' : 'update', planned, inputs, because);
  const blocked = `${planned.name} would lose its protection, and then nothing keeps ${change.holds ?? ''}`;
  return [exposed && change.blocked === undefined ? { ...change, blocked } : change];
}

/** Whether one path is the other or lies within it: the change of a whole list is one of each entry. */
function touches(path: string, other: string): boolean {
  const steps = (text: string): readonly string[] => text.replaceAll(/\[([^\]]*)\]/g, '.$1').split('.');
  const [a, b] = [steps(path), steps(other)];
  return a.slice(0, Math.min(a.length, b.length)).every((step, index) => step === b[index] || b[index] === '*');
}

function changeOf(
  change: ChangeKind,
  { urn, type, name, concern }: PlannedResource,
  inputs: readonly string[] = [],
  because: readonly string[] = [],
): Change {
  const row = resourceTypeOf(type);
  const holds = row?.holdsData === true ? (row.holds ?? 'data') : undefined;
  const blocked =
    change === 'replace' && holds !== undefined
      ? `${name} would be replaced (${because.join(', ')}), and with it goes ${holds}`
      : undefined;
  return { change, urn, type, name, concern, inputs, because, ...(holds && { holds }), ...(blocked && { blocked }) };
}

function deletionOf({ urn, type, name, retainOnDelete }: StateResource): Change {
  const row = resourceTypeOf(type);
  const common = { change: 'delete', urn, type, name, concern: concernOf(urn), inputs: [], because: [] } as const;
  if (row === undefined) {
    const blocked = `${name} would be deleted, and the table of resource types does not know whether a ${type} holds data`;
    return { ...common, blocked };
  }
  if (!row.holdsData) return common;
  const holds = row.holds ?? 'data';
  const how = retainOnDelete ? 'would be let go of, and nobody would look after' : 'would be deleted, and with it goes';
  return { ...common, holds, blocked: `${name} ${how} ${holds}` };
}

/** The component in a URN: `…::planewright:aws:storage$aws:s3/bucket:Bucket::storage-brainstore`. */
function concernOf(urn: string): string {
  return /::planewright:[a-z]+:([-a-z0-9]+)[$]/.exec(urn)?.[1] ?? '';
}
