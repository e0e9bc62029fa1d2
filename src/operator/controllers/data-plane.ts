import type { DataPlane } from '../../api/index.ts';
import { dependenciesOf } from '../../dataplane/dependencies.ts';
import { beyondStatus } from '../../kube/beyond-status.ts';
import type { Controller } from '../../kube/controller.ts';
import { keyOf } from '../../kube/object-key.ts';
import { controllerFor, type ControllerContext } from '../context.ts';
import { organizationMatters, wakeReferrers } from '../relations.ts';

/** Data planes: woken by themselves, by what they are made from and by everything that they are made of. */
export function dataPlaneController(context: ControllerContext): Controller {
  const { views } = context;
  const { store } = views.dataPlanes;
  const controller = controllerFor(context, 'dataplane', (key, signal) => context.dataPlanes.reconcile(key, signal));
  store.subscribe(controller.enqueue, { matters: beyondStatus });
  wakeReferrers(views.secrets.store, { store, name: 'secret', values: named('secrets') }, controller.enqueue);
  wakeReferrers(
    views.organizations.store,
    { store, name: 'organization', values: named('organizations') },
    controller.enqueue,
    organizationMatters,
  );
  for (const parts of views.planeParts) {
    parts.store.subscribe(controller.enqueue, { keys: ({ metadata }) => store.list(metadata.namespace).map(keyOf) });
  }
  return controller;
}

/** The names of one sort that a plane depends on, with their namespace. */
function named(sort: 'secrets' | 'organizations') {
  return ({ metadata, spec }: DataPlane): string[] => {
    const { name, namespace = '' } = metadata;
    return dependenciesOf(name, namespace, spec)[sort].map((one) => `${namespace}/${one}`);
  };
}
