import type { AIProvider, EnvironmentVariable, Project } from '../api/index.ts';
import type { Dependant, OrganizationKind, OrganizationResource, ResourceOf } from './kinds.ts';
import type { ObjectKey } from '../kube/objects.ts';
import type { AIProviderObserved } from './ai-provider/gather.ts';
import { aiProviderHandler } from './ai-provider/handler.ts';
import { Brakes } from './brakes.ts';
import type { EngineOptions } from './context.ts';
import { reconcileDeletion } from './deletion.ts';
import { look, reconcileDependant } from './dependant.ts';
import type { EngineState } from './engine-state.ts';
import type { VariableObserved } from './environment-variable/gather.ts';
import { environmentVariableHandler } from './environment-variable/handler.ts';
import { Fights } from './fights.ts';
import type { Handler } from './handler.ts';
import { listed } from './listed.ts';
import { lookAtOrganization, reconcileOrganization } from './organization/reconcile.ts';
import type { ProjectObserved } from './project/gather.ts';
import { projectHandler } from './project/handler.ts';
import { OwnResources } from './own-resources.ts';
import type { Plan, Result } from './result.ts';
import { Secrets } from './secrets.ts';
import { Sessions } from './sessions.ts';

export interface OrganizationEngine {
  /**
   * One pass over the resource as it is listed: look, decide, change, report. Throws KubeError where Kubernetes refuses
   * the finalizer or the status, and the signal's reason; what the vendor's API refuses ends in the status.
   */
  reconcile(kind: OrganizationKind, key: ObjectKey, signal: AbortSignal): Promise<Result>;
  /** What a pass over this resource would change. Reads only; the resource need not be listed. */
  plan<K extends OrganizationKind>(kind: K, resource: ResourceOf[K], signal: AbortSignal): Promise<Plan>;
}

/** The three steps of each kind that lives in an organization. */
export interface Handlers {
  readonly AIProvider: Handler<AIProvider, AIProviderObserved>;
  readonly EnvironmentVariable: Handler<EnvironmentVariable, VariableObserved>;
  readonly Project: Handler<Project, ProjectObserved>;
}

export const ordinaryHandlers: Handlers = {
  AIProvider: aiProviderHandler,
  EnvironmentVariable: environmentVariableHandler,
  Project: projectHandler,
};

/**
 * The decisions about an organization, shared by the operator, which acts on them, and the command line, which prints them. Other
 * handlers than the ordinary ones are for tests that show what a broken one does.
 */
export function createOrganizationEngine(
  options: EngineOptions,
  handlers: Handlers = ordinaryHandlers,
): OrganizationEngine {
  const secrets = new Secrets(options.kube, options.lists, options.hashKey);
  const engine: EngineState = {
    options,
    secrets,
    sessions: new Sessions(options, secrets),
    brakes: new Brakes(options.clock),
    fights: new Fights(options.clock),
    own: new OwnResources(),
    refused: new Map(),
  };
  return {
    reconcile: (kind, key, signal) => reconcile(engine, handlers, kind, key, signal),
    plan: (_kind, resource, signal) => plan(engine, handlers, resource, signal),
  };
}

async function reconcile(
  engine: EngineState,
  handlers: Handlers,
  kind: OrganizationKind,
  key: ObjectKey,
  signal: AbortSignal,
): Promise<Result> {
  const found = listed(engine.options.lists, kind, key);
  if (found === undefined) return { changes: [], outcome: 'done' };
  const resource: OrganizationResource = engine.own.latest(found);
  switch (resource.kind) {
    case 'Organization':
      return reconcileOrganization(engine, resource, signal);
    case 'AIProvider':
      return pass(engine, handlers.AIProvider, resource, signal);
    case 'EnvironmentVariable':
      return pass(engine, handlers.EnvironmentVariable, resource, signal);
    case 'Project':
      return pass(engine, handlers.Project, resource, signal);
  }
}

function pass<R extends Dependant, O>(
  engine: EngineState,
  handler: Handler<R, O>,
  resource: R,
  signal: AbortSignal,
): Promise<Result> {
  return resource.metadata.deletionTimestamp === undefined
    ? reconcileDependant(engine, handler, resource, signal)
    : reconcileDeletion(engine, handler, resource, signal);
}

async function plan(
  engine: EngineState,
  handlers: Handlers,
  resource: OrganizationResource,
  signal: AbortSignal,
): Promise<Plan> {
  const looked = await lookAt(engine, handlers, resource, signal);
  return 'verdict' in looked ? { changes: [], verdict: looked.verdict, drift: [] } : looked.decision;
}

async function lookAt(engine: EngineState, handlers: Handlers, resource: OrganizationResource, signal: AbortSignal) {
  switch (resource.kind) {
    case 'Organization':
      return lookAtOrganization(engine, resource, signal);
    case 'AIProvider':
      return look(engine, handlers.AIProvider, resource, signal);
    case 'EnvironmentVariable':
      return look(engine, handlers.EnvironmentVariable, resource, signal);
    case 'Project':
      return look(engine, handlers.Project, resource, signal);
  }
}
