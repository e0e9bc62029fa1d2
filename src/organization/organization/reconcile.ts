import { finalizer, type Organization } from '../../api/index.ts';
import { durationMs } from '../../api/fields.ts';
import { carryOut, heldFor, type Work } from '../carry-out.ts';
import { holdWithFinalizer, managedBy, observedVerdict, pauseOf } from '../dependant.ts';
import { graceIsOver, holdersOf, isTerminating } from '../deletion.ts';
import type { EngineState } from '../engine-state.ts';
import { removeFinalizer } from '../../kube/finalizers.ts';
import type { Decision } from '../handler.ts';
import { nameOf, resourceTypes } from '../kinds.ts';
import type { Result } from '../result.ts';
import type { Way } from '../sessions.ts';
import { settle } from '../settle.ts';
import type { Verdict } from '../verdict.ts';
import { act } from './act.ts';
import { decide } from './decide.ts';
import { gather } from './gather.ts';
import { holdToken, releaseToken } from './token-hold.ts';

const type = resourceTypes.Organization;
/** A credential that does not work is tried this seldom; the breaker lets one call through. Milliseconds. */
const brokenMs = 60_000;

/** Everything up to the decision: reads only. */
export async function lookAtOrganization(
  engine: EngineState,
  resource: Organization,
  signal: AbortSignal,
): Promise<{ readonly way: Way; readonly decision: Decision } | { readonly verdict: Verdict }> {
  const opened = await engine.sessions.way(resource, signal);
  if ('verdict' in opened) return opened;
  const observed = await gather(resource, opened.session.client, signal);
  const id = observed.remote.state === 'present' ? observed.remote.value.id : undefined;
  const rival = olderRival(engine, resource, id);
  if (rival !== undefined) return { verdict: rival };
  return { way: opened.session, decision: decide(resource, observed, engine.options.clock.now()) };
}

export async function reconcileOrganization(
  engine: EngineState,
  resource: Organization,
  signal: AbortSignal,
): Promise<Result> {
  if (resource.metadata.deletionTimestamp !== undefined) return leave(engine, resource, signal);
  if (resource.spec.policy.management === 'Paused') {
    const message = 'Nothing is looked at or changed until spec.policy.management is Full or Observe.';
    await settle(engine, resource, { verdict: { state: 'paused', reason: 'Paused', message } }, signal);
    return { changes: [], outcome: 'done' };
  }
  const looked = await lookAtOrganization(engine, resource, signal);
  if ('verdict' in looked) {
    await settle(engine, resource, { verdict: looked.verdict }, signal);
    return { changes: [], outcome: { requeueAfterMs: pauseOf(looked.verdict, brokenMs) } };
  }
  const { decision } = looked;
  const resync = durationMs(resource.spec.resyncInterval);
  if (engine.options.mode === 'observe' || resource.spec.policy.management === 'Observe') {
    const verdict = observedVerdict(decision);
    await settle(engine, resource, { verdict, drift: decision.drift, patch: decision.status }, signal);
    return { changes: [], outcome: { requeueAfterMs: pauseOf(verdict, resync) } };
  }
  return bringAbout(engine, resource, looked.way, decision, resync, signal);
}

async function bringAbout(
  engine: EngineState,
  resource: Organization,
  way: Way,
  decision: Decision,
  resync: number,
  signal: AbortSignal,
): Promise<Result> {
  const { clock } = engine.options;
  const held = await holdWithFinalizer(engine, resource, signal);
  await holdToken(engine, held, isTerminating(engine, held), signal);
  const work: Work<Organization> = {
    engine,
    resource: held,
    organization: held,
    managed: () => managedBy(engine, held),
    decision,
    act: (change, _done, within) => act(engine.options, way, change, within),
    doubt: () => undefined,
  };
  const pause = heldFor(work);
  if (pause > 0) return { changes: [], outcome: { requeueAfterMs: pause } };
  const carried = await carryOut(work, signal);
  const { changes, patch } = carried;
  const verdict = typeof carried.failures === 'object' ? ofSettings(carried.verdict) : carried.verdict;
  const drift = verdict.state === 'ready' ? [] : decision.drift;
  const attempt = carried.attempt === undefined ? {} : { attempt: carried.attempt };
  const failures = carried.failures === undefined ? {} : { failures: carried.failures };
  await settle(engine, carried.resource, { verdict, drift, patch, ...attempt, ...failures }, signal);
  if (typeof carried.failures === 'object') {
    const afterMs = Date.parse(carried.failures.nextAttemptAt) - clock.now();
    return { changes, outcome: { requeueAfterMs: afterMs } };
  }
  return { changes, outcome: { requeueAfterMs: pauseOf(verdict, verdict.state === 'ready' ? resync : brokenMs) } };
}

/** The organization was read, so a refusal is one of its settings: dependants need not wait for that. */
function ofSettings(verdict: Verdict): Verdict {
  return verdict.state === 'stalled' ? { ...verdict, reason: 'SettingsRefused' } : verdict;
}

/** Dependants go first, because they need the token; then the token's Secret is let go, then this. */
async function leave(engine: EngineState, resource: Organization, signal: AbortSignal): Promise<Result> {
  if (!(resource.metadata.finalizers ?? []).includes(finalizer)) {
    engine.sessions.forget(resource);
    return { changes: [], outcome: 'done' };
  }
  const holders = holdersOf(engine, resource);
  const givenUp = isTerminating(engine, resource) && graceIsOver(engine, resource);
  // A namespace that is going must not wait for resources of another one that nobody has deleted. Its own ones are as good
  // as deleted: kinds are marked one after the other, and the Organization may be first.
  const waited = isTerminating(engine, resource)
    ? holders.filter(
        ({ metadata }) =>
          metadata.deletionTimestamp !== undefined || metadata.namespace === resource.metadata.namespace,
      )
    : holders;
  if (waited.length > 0 && !givenUp) {
    const names = waited.slice(0, 10).map((holder) => `${holder.kind} ${nameOf(holder)}`);
    const more = waited.length > names.length ? ` and ${waited.length - names.length} more` : '';
    const message = `These still need its token: ${names.join(', ')}${more}. Delete them first.`;
    await settle(engine, resource, { verdict: { state: 'waiting', reason: 'DependantsRemain', message } }, signal);
    return { changes: [], outcome: { requeueAfterMs: 5_000 } };
  }
  await releaseToken(engine, resource, givenUp, signal);
  await removeFinalizer(engine.options.kube, type, resource, finalizer, signal);
  engine.sessions.forget(resource);
  return { changes: [], outcome: 'done' };
}

/** Two resources for one organization would each undo the other's settings: the older one wins. */
function olderRival(engine: EngineState, resource: Organization, id: string | undefined): Verdict | undefined {
  if (id === undefined) return undefined;
  const order = ({ metadata }: Organization): string => `${metadata.creationTimestamp ?? ''} ${metadata.uid ?? ''}`;
  const winner = engine.options.lists
    .peers('Organization')
    .filter((other) => other.metadata.uid !== resource.metadata.uid && other.status?.organization?.id === id)
    .find((other) => order(other) < order(resource));
  if (winner === undefined) return undefined;
  const message = `Organization ${nameOf(winner)} declares the same organization and is older. Delete one of the two, or refer to that one.`;
  return { state: 'stalled', reason: 'Conflict', message };
}
