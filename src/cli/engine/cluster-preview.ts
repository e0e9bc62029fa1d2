import { isOfAnotherCluster } from '../../../stacks/engine/cluster.ts';
import { outputsOf, type StackState } from '../../../stacks/engine/state.ts';
import { digestOf } from '../../../stacks/engine/saved-plan.ts';
import type { Plan } from '../../../stacks/planned.ts';
import { realChanges } from '../environment-cluster/changes.ts';
import { look, type Looked } from '../environment-cluster/look.ts';
import { changesAsText, objectsAsText } from '../environment-cluster/text.ts';
import type { GoOnOptions } from '../go-on-options.ts';
import type { Io } from '../io.ts';
import type { Run } from './run.ts';

/** Looks into the cluster of a run's environment, as far as it can be known before the cloud is done. */
export function clusterPreview(
  { environment }: Run,
  { plan, state, isChanging }: { readonly plan: Plan; readonly state: StackState; readonly isChanging: boolean },
  options: GoOnOptions,
  io: Io,
): Promise<Looked> {
  const outputs = outputsOf(state);
  const endpoint = outputs?.['clusterEndpoint'];
  // Nobody answers at the address of a cluster that was taken down: the changes that are coming make another one.
  const isGone = isChanging && typeof endpoint === 'string' && isOfAnotherCluster(state, endpoint);
  return look(environment, { plan, outputs: isGone ? undefined : outputs, isChanging }, options, io);
}

/** Whether there is something to do in the cluster, as far as is known. */
export function changesCluster(looked: Looked): boolean {
  if (looked.kind === 'seen') return realChanges(looked.changes).length > 0;
  return looked.kind === 'unseen';
}

export function lookedAsText(looked: Looked): string {
  switch (looked.kind) {
    case 'left':
      return `The cluster is left alone: ${looked.why}.\n`;
    case 'unseen':
      return objectsAsText(looked.operator, looked.objects, looked.why);
    case 'seen':
      return changesAsText(looked.changes, looked.server);
  }
}

export function lookedAsJson(looked: Looked): object {
  if (looked.kind === 'seen') return { server: looked.server, ...looked.changes };
  if (looked.kind === 'left') return { left: looked.why };
  const objects = looked.objects.map(({ kind, metadata: { namespace, name } }) => ({ kind, namespace, name }));
  return { unseen: looked.why, objects };
}

/** What a saved plan is bound to in the cluster; undefined where it was not looked into. */
export function clusterDigest(looked: Looked): string | undefined {
  return looked.kind === 'seen' ? digestOf({ ...looked.changes, objects: realChanges(looked.changes) }) : undefined;
}
