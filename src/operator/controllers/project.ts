import type { Controller } from '../../kube/controller.ts';
import { organizationController, type ControllerContext } from '../context.ts';
import { wakeDependants } from './dependants.ts';

/** Projects: woken by themselves and their Organization. */
export function projectController(context: ControllerContext): Controller {
  const controller = organizationController(context, 'Project');
  wakeDependants(context, context.views.projects.store, controller);
  return controller;
}
