import { finalizer, type Organization } from '../api/index.ts';
import type { Change } from './change.ts';
import { winnerOver } from './claims.ts';
import { carryOut, heldFor, type Work } from './carry-out.ts';
import type { EngineState } from './engine-state.ts';
import { addFinalizer, removeFinalizer } from '../kube/finalizers.ts';
import type { Decision, Handler, Scope } from './handler.ts';
import { dependantKinds, nameOf, resourceTypes, type Dependant, type OrganizationResource } from './kinds.ts';
import type { Result } from './result.ts';
import { notReady, resolveOrganization } from './resolve-organization.ts';
import { settle } from './settle.ts';
import { sentenceOfChange } from './events.ts';
import type { AnyStatus } from './status.ts';
import type { Verdict } from './verdict.ts';

/** Dependants that wait are looked at again this seldom, besides when what they wait for changes. Milliseconds. */
const waitMs = 60_000;

export interface Looked<R extends Dependant, O> {
  readonly organization: Organization;
  readonly scope: Scope<R>;
  readonly observed: O;
  readonly decision: Decision;
}

/** Everything up to the decision: reads only. What stands in the way comes back as a verdict. */
export async function look<R extends Dependant, O>(
  engine: EngineState,
  handler: Handler<R, O>,
  resource: R,
  signal: AbortSignal,
): Promise<Looked<R, O> | { readonly verdict: Verdict }> {
  const { lists, clock } = engine.options;
  const resolved = resolveOrganization(resource, lists);
  if ('verdict' in resolved) return { verdict: resolved.verdict };
  const { organization } = resolved;
  const waiting = notReady(organization) ?? leaving(organization);
  if (waiting !== undefined) return { verdict: waiting };
  const before = conflict(engine, resource, undefined);
  if (before !== undefined) return { verdict: before };
  const bound = organization.status?.organization;
  if (bound === undefined)
    return { verdict: { state: 'waiting', reason: 'OrganizationNotReady', message: 'It has no id yet.' } };
  const opened = await engine.sessions.standing(organization, { id: bound.id, name: bound.name }, signal);
  if ('verdict' in opened) return { verdict: opened.verdict };
  const scope = { engine, resource, session: opened.session };
  const observed = await handler.gather(scope, signal);
  const found = conflict(engine, resource, handler.remoteId(observed));
  if (found !== undefined) return { verdict: found };
  return { organization, scope, observed, decision: handler.decide(resource, observed, clock.now()) };
}

/** One pass over a resource that is not being deleted. */
export async function reconcileDependant<R extends Dependant, O>(
  engine: EngineState,
  handler: Handler<R, O>,
  resource: R,
  signal: AbortSignal,
): Promise<Result> {
  if (resource.spec.policy.management === 'Paused') {
    const message = 'Nothing is looked at or changed until spec.policy.management is Full or Observe.';
    await settle(engine, resource, { verdict: { state: 'paused', reason: 'Paused', message } }, signal);
    return { changes: [], outcome: 'done' };
  }
  const looked = await look(engine, handler, resource, signal);
  if ('verdict' in looked) {
    await settle(engine, resource, { verdict: looked.verdict }, signal);
    return { changes: [], outcome: { requeueAfterMs: pauseOf(looked.verdict, waitMs) } };
  }
  const { scope, decision } = looked;
  const resync = scope.session.mirror.untilResync();
  const observing = engine.options.mode === 'observe' || resource.spec.policy.management === 'Observe';
  if (observing) {
    const verdict = observedVerdict(decision);
    await settle(engine, resource, { verdict, drift: decision.drift, patch: boundOnly(decision) }, signal);
    return { changes: [], outcome: { requeueAfterMs: pauseOf(verdict, resync) } };
  }
  return bringAbout(engine, handler, looked, resync, signal);
}

async function bringAbout<R extends Dependant, O>(
  engine: EngineState,
  handler: Handler<R, O>,
  looked: Looked<R, O>,
  resync: number,
  signal: AbortSignal,
): Promise<Result> {
  const { scope, observed, organization } = looked;
  const uid = scope.resource.metadata.uid ?? '';
  const status: AnyStatus = scope.resource.status ?? {};
  const changedSpec = status.observedGeneration !== scope.resource.metadata.generation;
  if (changedSpec) engine.fights.forget(uid);
  const { decision, fought } = withoutFights(engine, uid, looked.decision);
  const resource = await keepFinalizer(engine, handler, scope.resource, signal);
  const work: Work<R> = {
    engine,
    resource,
    organization,
    managed: () => managedBy(engine, organization),
    decision,
    act: (change, done, within) => handler.act({ ...scope, resource }, change, observed, done, within),
    doubt: () => handler.doubt(scope, observed),
  };
  const held = heldFor(work);
  if (held > 0) return { changes: [], outcome: { requeueAfterMs: held } };
  const carried = await carryOut(work, signal);
  const corrected = changedSpec || !wasReady(status) ? [] : correctedFields(carried.changes);
  engine.fights.corrected(uid, corrected);
  if (carried.contradicted && carried.changes.length === 0) return { changes: [], outcome: { requeueAfterMs: 1000 } };
  const { verdict } = carried;
  const drift = verdict.state === 'ready' ? [] : decision.drift;
  const settlement = {
    verdict: carried.contradicted
      ? anew
      : fought.length > 0 && verdict.state === 'ready'
        ? fightOf(fought, looked.decision)
        : verdict,
    drift: fought.length > 0 ? looked.decision.drift.filter(({ field }) => fought.includes(field)) : drift,
    corrected,
    patch: carried.patch,
    ...(carried.attempt === undefined ? {} : { attempt: carried.attempt }),
    ...(carried.failures === undefined ? {} : { failures: carried.failures }),
  };
  await settle(engine, carried.resource, settlement, signal);
  const failed =
    typeof carried.failures === 'object'
      ? Date.parse(carried.failures.nextAttemptAt) - engine.options.clock.now()
      : undefined;
  return { changes: carried.changes, outcome: { requeueAfterMs: failed ?? pauseOf(settlement.verdict, resync) } };
}

const anew: Verdict = {
  state: 'waiting',
  reason: 'Conflict',
  message: 'What was decided on has changed meanwhile; it is decided anew.',
  afterMs: 1000,
};

/** Before the first remote write, so that a deletion in between is not missed; away again once nothing is left to undo. */
async function keepFinalizer<R extends Dependant, O>(
  engine: EngineState,
  handler: Handler<R, O>,
  resource: R,
  signal: AbortSignal,
): Promise<R> {
  const type = resourceTypes[resource.kind];
  if (handler.hasDeletionWork(resource)) {
    return holdWithFinalizer(engine, resource, signal);
  }
  await removeFinalizer(engine.options.kube, type, resource, finalizer, signal);
  return resource;
}

/** The same resource with our finalizer. */
export async function holdWithFinalizer<R extends OrganizationResource>(
  engine: EngineState,
  resource: R,
  signal: AbortSignal,
): Promise<R> {
  const { metadata } = await addFinalizer(
    engine.options.kube,
    resourceTypes[resource.kind],
    resource,
    finalizer,
    signal,
  );
  const held = { ...resource, metadata };
  engine.own.wrote(resource, held);
  return held;
}

function leaving(organization: Organization): Verdict | undefined {
  if (organization.metadata.deletionTimestamp === undefined) return undefined;
  const message = `Organization ${nameOf(organization)} is being deleted. Delete this too, or refer to another one.`;
  return { state: 'stalled', reason: 'OrganizationNotReady', message };
}

function conflict(engine: EngineState, resource: Dependant, id: string | undefined): Verdict | undefined {
  const winner = winnerOver(resource, (claim) => engine.options.lists.claimants(claim), id);
  if (winner === undefined) return undefined;
  const message = `${winner.kind} ${nameOf(winner)} declares the same object and is older. Delete one of the two, or rename it.`;
  return { state: 'stalled', reason: 'Conflict', message };
}

export function managedBy(engine: EngineState, organization: Organization): number {
  const belongs = ({ spec, metadata }: Dependant): boolean =>
    spec.organizationRef.name === organization.metadata.name &&
    (spec.organizationRef.namespace ?? metadata.namespace) === organization.metadata.namespace;
  return dependantKinds.reduce((sum, kind) => sum + engine.options.lists.peers(kind).filter(belongs).length, 0);
}

export function observedVerdict({ verdict, changes }: Decision): Verdict {
  if (verdict.state !== 'ready') return verdict;
  if (changes.length === 0) {
    return {
      state: 'observing',
      asDeclared: true,
      reason: 'Observing',
      message: 'As declared; nothing would be changed.',
    };
  }
  const message = `Only observed; these changes would be made: ${changes.map(sentenceOfChange).join('; ')}.`;
  return { state: 'observing', asDeclared: false, reason: 'Observing', message };
}

/** An object that is only looked at is not bound: recording its id would make it ours. */
function boundOnly(decision: Decision): Decision['status'] {
  return Object.fromEntries(Object.entries(decision.status).filter(([key]) => key !== 'remote' && key !== 'tags'));
}

/** Leaves out what has been set back too often; the rest goes on. */
function withoutFights(engine: EngineState, uid: string, decision: Decision): { decision: Decision; fought: string[] } {
  const seen = decision.changes.flatMap(correctionFields);
  const fought = engine.fights.fought(uid, seen);
  if (fought.length === 0) return { decision, fought };
  const changes = decision.changes.filter((change) => {
    const fields = correctionFields(change);
    return fields.length === 0 || !fields.every((field) => fought.includes(field));
  });
  return { decision: { ...decision, changes }, fought };
}

function fightOf(fought: readonly string[], { drift }: Decision): Verdict {
  const sides = fought.map((field) => {
    const seen = drift.find((one) => one.field === field);
    const by = seen?.by === undefined ? 'somebody else' : `user ${seen.by}`;
    return `${field} is declared ${seen?.desired ?? 'here'} and set to ${seen?.observed ?? 'something else'} by ${by}`;
  });
  const message = `Set back again and again: ${sides.join('; ')}. It is left alone for an hour. Agree on one side, or remove the field here.`;
  return { state: 'stalled', reason: 'Fight', message, afterMs: 600_000 };
}

/** The object as a whole counts as a field where it had vanished. */
function correctionFields(change: Change): string[] {
  if (change.reason === 'FieldDiffers' || change.reason === 'RotatedOutOfBand') return [...(change.fields ?? [])];
  return change.reason === 'Missing' ? [...(change.fields ?? ['object'])] : [];
}

function correctedFields(changes: readonly Change[]): string[] {
  return [...new Set(changes.flatMap(correctionFields))];
}

function wasReady(status: AnyStatus): boolean {
  return status.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') ?? false;
}

export function pauseOf(verdict: Verdict, resync: number): number {
  return 'afterMs' in verdict ? Math.min(verdict.afterMs, Math.max(resync, 1000)) : resync;
}
