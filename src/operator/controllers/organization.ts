import { beyondStatus } from '../../kube/beyond-status.ts';
import type { Controller } from '../../kube/controller.ts';
import { parseKey } from '../../kube/object-key.ts';
import { organizationController, type ControllerContext } from '../context.ts';
import { organizationOf, wakeReferrers } from '../relations.ts';

/** Organizations: woken by themselves, by their token's Secret, and by the going of what belongs to them. */
export function organizationsController(context: ControllerContext): Controller {
  const { views } = context;
  const { store } = views.organizations;
  const controller = organizationController(context, 'Organization');
  store.subscribe(controller.enqueue, { matters: beyondStatus });
  wakeReferrers(
    views.secrets.store,
    {
      store,
      name: 'secret',
      values: ({ metadata, spec }) => [`${metadata.namespace ?? ''}/${spec.connection.tokenSecretRef.name}`],
    },
    controller.enqueue,
  );
  // An Organization that is being deleted waits for the last of its dependants.
  for (const dependants of [views.aiProviders.store, views.environmentVariables.store, views.projects.store]) {
    (dependants as typeof views.projects.store).subscribe(controller.enqueue, {
      matters: (_before, after) => after === undefined,
      keys: (dependant) => [parseKey(organizationOf(dependant))],
    });
  }
  return controller;
}
