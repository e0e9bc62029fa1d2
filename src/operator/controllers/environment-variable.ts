import type { Controller } from '../../kube/controller.ts';
import { organizationController, type ControllerContext } from '../context.ts';
import { projectMatters, wakeReferrers } from '../relations.ts';
import { wakeBySecret, wakeDependants } from './dependants.ts';

/** Environment variables: woken by themselves, their Organization, Secret and Project. */
export function environmentVariableController(context: ControllerContext): Controller {
  const { store } = context.views.environmentVariables;
  const controller = organizationController(context, 'EnvironmentVariable');
  wakeDependants(context, store, controller);
  wakeBySecret(context, store, controller);
  wakeReferrers(
    context.views.projects.store,
    {
      store,
      name: 'project',
      values: ({ metadata, spec: { scope } }) =>
        scope.type === 'Project' && scope.project.ref !== undefined
          ? [`${metadata.namespace ?? ''}/${scope.project.ref}`]
          : [],
    },
    controller.enqueue,
    projectMatters,
  );
  return controller;
}
