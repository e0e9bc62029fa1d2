import type { Operation, Step } from './step.ts';

/** Why a step must not be carried out, as a sentence; and the way out. */
export interface Refusal {
  readonly urn: string;
  readonly reason: string;
  readonly next: string;
}

const takesAway: readonly Operation[] = [
  'delete',
  'replace',
  'create-replacement',
  'delete-replaced',
  'discard',
  'discard-replaced',
  'read-replacement',
  'import-replacement',
  'remove-pending-replace',
];

/**
 * Our own gate over the steps of an update, whatever program and engine say: what holds data is never replaced, deleted,
 * forgotten, or left without protection. The engine's own `protect` is not enough: it looks at the new goal, and so lets a
 * run pass that takes the protection off and replaces at once. What is adopted is never replaced in the same run either,
 * whether it holds data or not: the engine would only warn.
 */
export function refusals(steps: readonly Step[]): readonly Refusal[] {
  const found = new Map<string, Refusal>();
  for (const step of steps) {
    if (found.has(step.urn)) continue;
    const refusal = step.holdsData ? refusalOf(step, steps) : refusalOfAdopted(step, steps);
    if (refusal !== undefined) found.set(step.urn, { urn: step.urn, ...refusal });
  }
  return [...found.values()];
}

function refusalOfAdopted({ urn, name, type, operation, replacing }: Step, steps: readonly Step[]) {
  const adopted = steps.some((other) => other.urn === urn && other.operation.startsWith('import'));
  if (!adopted || !takesAway.includes(operation)) return undefined;
  const because = replacing.length === 0 ? '' : ` because of ${replacing.join(', ')}`;
  return {
    reason: `${name} (${type}) is adopted, and would be replaced at once${because}`,
    next: 'Set the environment to what is there, so that adopting it changes nothing; change it afterwards.',
  };
}

function refusalOf(step: Step, steps: readonly Step[]): Omit<Refusal, 'urn'> | undefined {
  const what = `${step.name} (${step.type}) holds data`;
  if (step.operation === 'delete') {
    const renamed = steps.find(({ operation, type }) => operation === 'create' && type === step.type);
    return renamed === undefined
      ? {
          reason: `${what}, and would be deleted: it is not in the program any more`,
          next: 'Put it back into the environment. Planewright deletes no data: to be rid of it, delete it in the cloud yourself.',
        }
      : {
          reason: `${what}, and would be deleted while ${renamed.name} is created: it seems to be renamed without an alias`,
          next: 'Report this: a release of Planewright must keep the names of what holds data.',
        };
  }
  if (takesAway.includes(step.operation)) {
    const because = step.replacing.length === 0 ? '' : ` because of ${step.replacing.join(', ')}`;
    return {
      reason: `${what}, and would be replaced${because}`,
      next: 'Set the field back. Moving data is a migration: make the new one beside the old one, copy, then switch.',
    };
  }
  // Also where nothing else changes: the engine calls a resource the same of which only the protection goes.
  if (step.protectedBefore && !step.protectedAfter) {
    return {
      reason: `${what}, and would lose its protection`,
      next: 'Report this: no release takes the protection off what holds data.',
    };
  }
  return undefined;
}
