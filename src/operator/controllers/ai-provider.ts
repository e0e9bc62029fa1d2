import type { Controller } from '../../kube/controller.ts';
import { keyOf } from '../../kube/object-key.ts';
import { organizationController, type ControllerContext } from '../context.ts';
import { namespaceMatters, projectMatters, wakeReferrers } from '../relations.ts';
import { wakeBySecret, wakeDependants } from './dependants.ts';

const ownerKind = 'planewright.dev/owner-kind';

/** Provider keys: woken by themselves, their Organization, Secret and Project, and by namespaces that ask for copies. */
export function aiProviderController(context: ControllerContext): Controller {
  const { views } = context;
  const { store } = views.aiProviders;
  const controller = organizationController(context, 'AIProvider');
  wakeDependants(context, store, controller);
  wakeBySecret(context, store, controller);
  wakeReferrers(
    views.projects.store,
    {
      store,
      name: 'project',
      values: ({ metadata, spec }) =>
        spec.project?.ref === undefined ? [] : [`${metadata.namespace ?? ''}/${spec.project.ref}`],
    },
    controller.enqueue,
    projectMatters,
  );
  const copying = () =>
    store
      .list()
      .filter(({ spec, status }) => spec.copies !== undefined || status?.copies !== undefined)
      .map(keyOf);
  views.namespaces.store.subscribe(controller.enqueue, { matters: namespaceMatters, keys: copying });
  // A copy that somebody edits or deletes is looked after by the provider that it is a copy of.
  views.secrets.store.subscribe(controller.enqueue, {
    keys: ({ metadata }) => (metadata.labels?.[ownerKind] === 'AIProvider' ? copying() : []),
  });
  return controller;
}
