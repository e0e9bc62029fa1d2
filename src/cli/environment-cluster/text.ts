import type { ClusterObject } from '../../../stacks/cluster/object.ts';
import type { ObjectChange } from '../../install/object-change.ts';
import { nameOf, realChanges, type ClusterChanges } from './changes.ts';

const marks = { create: '+ create', update: '~ update', delete: '- delete', same: '= same' } as const;

/** What would change in the cluster, a line an object, with the fields that differ. */
export function changesAsText(changes: ClusterChanges, server: string): string {
  const real = realChanges(changes);
  const kept = changes.kept.map(
    (name) => `  = stays   ${name}  (not part of the environment any more; it may hold data)`,
  );
  if (real.length === 0 && kept.length === 0) return 'Nothing would change in the cluster.\n';
  return [`in the cluster ${server}`, ...real.map(lineOf), ...kept, '', `${countsOf(real)} in the cluster`, ''].join(
    '\n',
  );
}

function lineOf(change: ObjectChange): string {
  const { fields } = change;
  const shown = fields.slice(0, 4).join(', ');
  const more = fields.length > 4 ? `, and ${fields.length - 4} more` : '';
  return `  ${marks[change.change]}  ${nameOf(change)}${fields.length === 0 ? '' : `  ${shown}${more}`}`;
}

function countsOf(changes: readonly ObjectChange[]): string {
  const counts = (['create', 'update', 'delete'] as const).flatMap((kind) => {
    const count = changes.filter(({ change }) => change === kind).length;
    return count === 0 ? [] : [`${count} to ${kind}`];
  });
  return counts.length === 0 ? 'nothing to do' : counts.join(', ');
}

/** What will be made in a cluster that cannot be asked yet. */
export function objectsAsText(operator: number, objects: readonly ClusterObject[], why: string): string {
  return [
    `in the cluster (${why})`,
    `  + create  the operator and its kinds, ${operator} objects`,
    ...objects.map(({ kind, metadata }) => `  + create  ${nameOf({ kind, ...metadata })}`),
    '',
    '',
  ].join('\n');
}
