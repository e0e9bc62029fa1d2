import type { DataPlaneEngine } from '../dataplane/engine.ts';
import { Controller, type ReconcileResult } from '../kube/controller.ts';
import type { KubeMetrics } from '../kube/metrics.ts';
import type { ObjectKey } from '../kube/objects.ts';
import type { OrganizationEngine } from '../organization/engine.ts';
import type { OrganizationKind } from '../organization/kinds.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import type { Randomness } from '../runtime/randomness.ts';
import type { Views } from './views.ts';

/** What every controller is made from. */
export interface ControllerContext {
  readonly views: Views;
  readonly organizations: OrganizationEngine;
  readonly dataPlanes: DataPlaneEngine;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly log: Log;
  readonly metrics: KubeMetrics;
  /** Passes at once, of each kind. */
  readonly workers: number;
}

/** A controller by the name of its kind in lower case, as controller-runtime names them. */
export function controllerFor(
  context: ControllerContext,
  name: string,
  reconcile: (
    key: ObjectKey,
    signal: AbortSignal,
  ) => Promise<{ readonly outcome: 'done' | { requeueAfterMs: number } }>,
): Controller {
  const { clock, randomness, metrics, workers } = context;
  return new Controller({
    name,
    clock,
    randomness,
    log: context.log.with({ controller: name }),
    workers,
    metrics: metrics.controller(name, workers),
    queueMetrics: metrics.queue(name),
    reconcile: async (key, signal) => resultOf((await reconcile(key, signal)).outcome),
  });
}

function resultOf(outcome: 'done' | { readonly requeueAfterMs: number }): ReconcileResult {
  return outcome === 'done' ? { outcome } : { outcome: 'requeue', afterMs: outcome.requeueAfterMs };
}

/** The controller of one kind that lives at the vendor. */
export function organizationController(context: ControllerContext, kind: OrganizationKind): Controller {
  return controllerFor(context, kind.toLowerCase(), (key, signal) =>
    context.organizations.reconcile(kind, key, signal),
  );
}
