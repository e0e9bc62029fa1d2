import type { Refusal } from '../../../stacks/engine/gate.ts';
import type { Operation, Step } from '../../../stacks/engine/step.ts';
import { inLines } from '../ui/style.ts';

const words: Readonly<Partial<Record<Operation, string>>> = {
  create: '+ create',
  update: '~ update',
  delete: '- delete',
  replace: '± replace',
  import: '= adopt',
  read: '. read',
};

/** Steps that change something: a replacement once, though the engine tells it in three; nothing of components. */
export function changesOf(steps: readonly Step[]): readonly Step[] {
  return steps.filter(({ operation, logical, type }) => {
    return !logical && words[operation] !== undefined && operation !== 'read' && !type.startsWith('pulumi:');
  });
}

/**
 * What would be done, grouped by concern, with the fields that change.
 * @param width Columns that a line may take.
 */
export function stepsAsText(steps: readonly Step[], width: number): string {
  const changes = changesOf(steps);
  if (changes.length === 0) return 'Nothing would change.\n';
  const groups = Map.groupBy(changes, ({ concern }) => concern);
  const lines = [...groups].flatMap(([concern, group]) => [
    concern === '' ? 'the stack' : concern,
    ...group.map((step) => linesOf(step, width)),
  ]);
  return `${lines.join('\n')}\n\n${countsOf(changes)}\n`;
}

function linesOf({ operation, name, type, changed, replacing, holdsData }: Step, width: number): string {
  const pieces = [
    `  ${words[operation] ?? operation}  ${name}`,
    type,
    ...(operation === 'update' && changed.length > 0 ? [shortened(changed)] : []),
    ...(replacing.length > 0 ? [`because of ${replacing.join(', ')}`] : []),
    ...(holdsData ? ['(holds data)'] : []),
  ];
  return inLines(pieces, width);
}

function shortened(fields: readonly string[]): string {
  const shown = fields.slice(0, 4).join(', ');
  return fields.length > 4 ? `${shown}, and ${fields.length - 4} more` : shown;
}

/** `3 to create, 1 to update` */
function countsOf(changes: readonly Step[]): string {
  const order: readonly Operation[] = ['create', 'update', 'replace', 'delete', 'import'];
  const counts = order.flatMap((operation) => {
    const count = changes.filter((step) => step.operation === operation).length;
    return count === 0 ? [] : [`${count} to ${operation === 'import' ? 'adopt' : operation}`];
  });
  return counts.length === 0 ? 'nothing to do' : counts.join(', ');
}

export function refusalsAsText(refusals: readonly Refusal[]): string {
  return refusals.map(({ reason, next }) => `refused: ${reason}.\n  ${next}\n`).join('');
}
