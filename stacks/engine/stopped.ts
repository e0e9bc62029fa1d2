import { isCluster } from './cluster.ts';
import { urnOfProvider, type StackState, type StateResource } from './state.ts';
import { holdsData } from './step.ts';

/** Whether a run stopped after it had deleted something that it was about to make anew. */
export function hasStopped({ deployment }: StackState): boolean {
  return (deployment.resources ?? []).some(({ pendingReplacement }) => pendingReplacement === true);
}

/**
 * What a run that stopped had deleted in order to make it anew, and did not. The engine would create each and then delete
 * the old one, which has the id of the new one wherever ids are made of names: node groups and add-ons, for example.
 * Left out are clusters, by which a rebuild knows that it goes on, what holds data, so that the gate sees that it would be
 * made anew, empty, and what something that stays belongs to. Seen in the engine 3.260.0, `step_generator.go`.
 */
export function leftDeleted({ deployment }: StackState): readonly StateResource[] {
  const resources = deployment.resources ?? [];
  const gone = new Set(
    resources.filter(
      ({ type, pendingReplacement }) => pendingReplacement === true && !isCluster(type) && !holdsData(type),
    ),
  );
  let size: number;
  do {
    size = gone.size;
    const needed = new Set(resources.filter((one) => !gone.has(one)).flatMap(holdersOf));
    for (const one of gone) if (needed.has(one.urn)) gone.delete(one);
  } while (gone.size < size);
  return resources.filter((one) => gone.has(one));
}

/** The state without what is gone, and without the dependencies on it: then it is created as if it had never been. */
export function without(state: StackState, gone: readonly StateResource[]): StackState {
  const urns = new Set(gone.map(({ urn }) => urn));
  const staying = (all: readonly string[]): readonly string[] => all.filter((urn) => !urns.has(urn));
  const resources = (state.deployment.resources ?? [])
    .filter((one) => !gone.includes(one))
    .map((one) => {
      const { dependencies, propertyDependencies } = one;
      const byProperty = Object.entries(propertyDependencies ?? {}).map(
        ([key, all]) => [key, all && staying(all)] as const,
      );
      return {
        ...one,
        ...(dependencies && { dependencies: staying(dependencies) }),
        ...(propertyDependencies && { propertyDependencies: Object.fromEntries(byProperty) }),
      };
    });
  return { ...state, deployment: { ...state.deployment, resources } };
}

/** What a resource cannot be in a state without, by URN. */
function holdersOf({ parent, provider, deletedWith, replaceWith = [] }: StateResource): readonly string[] {
  return [parent, provider && urnOfProvider(provider), deletedWith, ...replaceWith].filter((urn) => urn !== undefined);
}
