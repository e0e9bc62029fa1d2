import type { Organization } from '../api/index.ts';
import { finalizer } from '../api/index.ts';
import { carryOut, heldFor, type Carried, type Work } from './carry-out.ts';
import { heirOf, winnerOver, type Claimants } from './claims.ts';
import { managedBy, pauseOf } from './dependant.ts';
import type { EngineState } from './engine-state.ts';
import { removeFinalizer } from '../kube/finalizers.ts';
import type { Handler } from './handler.ts';
import { dependantKinds, nameOf, resourceTypes, type Dependant, type OrganizationResource } from './kinds.ts';
import { resolveOrganization } from './resolve-organization.ts';
import type { Result } from './result.ts';
import { settle } from './settle.ts';
import type { Verdict } from './verdict.ts';

/** A namespace that is being deleted is not held longer than this by an API that cannot be reached. Milliseconds. */
const terminationGraceMs = 120_000;
const retryMs = 15_000;

/** One pass over a resource that is being deleted: undoes what it made, then lets it go. */
export async function reconcileDeletion<R extends Dependant, O>(
  engine: EngineState,
  handler: Handler<R, O>,
  resource: R,
  signal: AbortSignal,
): Promise<Result> {
  if (!(resource.metadata.finalizers ?? []).includes(finalizer)) return forget(engine, resource);
  const { management } = resource.spec.policy;
  const terminating = isTerminating(engine, resource);
  if (engine.options.mode === 'observe' || (management === 'Paused' && !terminating)) {
    const message = 'It is being deleted, but nothing may be changed now. It is held until that is allowed.';
    return hold(engine, resource, { state: 'paused', reason: 'Paused', message }, signal);
  }
  if (management !== 'Full') {
    return release(engine, resource, `spec.policy.management is ${management}, so nothing is deleted`, signal);
  }
  const ended = await undo(engine, handler, resource, signal);
  if ('released' in ended) return release(engine, resource, ended.released, signal);
  if ('held' in ended) {
    if (terminating && graceIsOver(engine, resource)) return release(engine, resource, ended.held.message, signal);
    return hold(engine, resource, ended.held, signal);
  }
  const { carried } = ended;
  if (carried.verdict.state === 'ready' && !carried.contradicted) {
    return finish(engine, carried, signal);
  }
  if (terminating && graceIsOver(engine, resource)) return release(engine, resource, carried.verdict.message, signal);
  const failures = carried.failures === undefined ? {} : { failures: carried.failures };
  await settle(engine, carried.resource, { verdict: carried.verdict, patch: carried.patch, ...failures }, signal);
  return { changes: carried.changes, outcome: { requeueAfterMs: pauseOf(carried.verdict, retryMs) } };
}

type Ended<R> = { readonly released: string } | { readonly held: Verdict } | { readonly carried: Carried<R> };

async function undo<R extends Dependant, O>(
  engine: EngineState,
  handler: Handler<R, O>,
  resource: R,
  signal: AbortSignal,
): Promise<Ended<R>> {
  const resolved = resolveOrganization(resource, engine.options.lists);
  if ('verdict' in resolved) return { released: resolved.verdict.message };
  const { organization } = resolved;
  const bound = organization.status?.organization;
  if (bound === undefined) return { released: `Organization ${nameOf(organization)} was never bound` };
  const claimants: Claimants = (claim) => engine.options.lists.claimants(claim);
  const other = winnerOver(resource, claimants) ?? heirOf(resource, claimants);
  if (other !== undefined) return { released: `${other.kind} ${nameOf(other)} declares the same object and keeps it` };
  const opened = await engine.sessions.standing(organization, { id: bound.id, name: bound.name }, signal);
  if ('verdict' in opened) {
    const leaving = organization.metadata.deletionTimestamp !== undefined || isTerminating(engine, resource);
    return leaving ? { released: opened.verdict.message } : { held: opened.verdict };
  }
  const scope = { engine, resource, session: opened.session };
  const observed = await handler.gather(scope, signal);
  const decision = handler.decide(resource, observed, engine.options.clock.now());
  const work: Work<R> = {
    engine,
    resource,
    organization,
    managed: () => managedBy(engine, organization),
    decision,
    act: (change, done, within) => handler.act(scope, change, observed, done, within),
    doubt: () => handler.doubt(scope, observed),
  };
  // A namespace that is going leaves no time for long pauses: what was refused once is asked again until it is let go.
  if (heldFor(work) > 0 && !isTerminating(engine, resource)) return { held: stillFailing(resource) };
  return { carried: await carryOut(work, signal) };
}

/** The condition as it stands: a pass that only waits out a pause says nothing new. */
function stillFailing(resource: Dependant): Verdict {
  const ready = resource.status?.conditions?.find(({ type }) => type === 'Ready');
  const message = ready?.message ?? 'The last attempt to delete it failed; it is tried again.';
  return { state: 'waiting', reason: 'Deleting', message };
}

async function finish<R extends Dependant>(
  engine: EngineState,
  carried: Carried<R>,
  signal: AbortSignal,
): Promise<Result> {
  await removeFinalizer(engine.options.kube, resourceTypes[carried.resource.kind], carried.resource, finalizer, signal);
  forget(engine, carried.resource);
  return { changes: carried.changes, outcome: 'done' };
}

/** Lets a resource go without having deleted what it made, and says why and what stays. */
async function release(engine: EngineState, resource: Dependant, why: string, signal: AbortSignal): Promise<Result> {
  const id = resource.status?.remote?.id;
  const stays = id === undefined ? 'Nothing of it is known in the organization.' : `Its remote object ${id} stays.`;
  const message = `Released without deleting anything remotely: ${why.replace(/\.$/, '')}. ${stays}`;
  engine.options.events.record(resource, 'Warning', 'Released', message);
  await removeFinalizer(engine.options.kube, resourceTypes[resource.kind], resource, finalizer, signal);
  return forget(engine, resource);
}

async function hold(engine: EngineState, resource: Dependant, verdict: Verdict, signal: AbortSignal): Promise<Result> {
  await settle(engine, resource, { verdict }, signal);
  return { changes: [], outcome: { requeueAfterMs: pauseOf(verdict, retryMs) } };
}

function forget(engine: EngineState, resource: OrganizationResource): Result {
  const uid = resource.metadata.uid ?? '';
  engine.fights.forget(uid);
  engine.refused.delete(uid);
  return { changes: [], outcome: 'done' };
}

export function isTerminating(engine: EngineState, resource: OrganizationResource): boolean {
  const { namespace } = resource.metadata;
  return engine.options.lists.namespaces().find(({ name }) => name === namespace)?.terminating ?? false;
}

export function graceIsOver(engine: EngineState, resource: OrganizationResource): boolean {
  const since = Date.parse(resource.metadata.deletionTimestamp ?? '');
  return engine.options.clock.now() - since >= terminationGraceMs;
}

/** Those that refer to an Organization and still have something to undo through it. */
export function holdersOf(engine: EngineState, organization: Organization): Dependant[] {
  return dependantKinds.flatMap((kind) =>
    engine.options.lists
      .peers(kind)
      .filter((resource: Dependant) => (resource.metadata.finalizers ?? []).includes(finalizer))
      .filter((resource: Dependant) => {
        const { name, namespace = resource.metadata.namespace } = resource.spec.organizationRef;
        return name === organization.metadata.name && namespace === organization.metadata.namespace;
      }),
  );
}
