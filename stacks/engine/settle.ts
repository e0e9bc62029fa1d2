import { PlanewrightError } from '../../src/runtime/errors.ts';
import { lockOf } from './lock.ts';
import { nameOf, pendingCreates, settled, unread, type Finding, type Settlement } from './pending.ts';
import { leftDeleted, without } from './stopped.ts';
import { plannedCreates } from './planned-creates.ts';
import { readCloud } from './read-cloud.ts';
import type { StackState, StateResource } from './state.ts';
import type { Workspace } from './workspace.ts';

/** What a person says of an object that could not be looked up: the id that it has, or that there is none. */
export type Decision = { readonly kind: 'is'; readonly id: string } | { readonly kind: 'absent' };

/** Looks objects up in the cloud; {@link lookUp} does. Decisions are by URN. */
export type LookUp = (
  wanted: readonly StateResource[],
  state: StackState,
  decisions: ReadonlyMap<string, Decision>,
) => Promise<ReadonlyMap<string, Finding>>;

/**
 * Settles what a killed run left pending, before anything else is done: the engine itself would warn, create once more,
 * and keep the operation in the state. Then what a run had deleted and did not make anew is taken out of the state.
 * @param decisions By name or URN, of what a look-up cannot prove.
 * @returns what became of each; empty where nothing was left behind.
 * @throws PlanewrightError EngineFailed where a look-up proved nothing, InvalidArgument where a decision is about nothing
 *   that is pending: then nothing is changed.
 */
export async function settle(
  workspace: Workspace,
  lookUp: LookUp,
  decisions: ReadonlyMap<string, Decision> = new Map(),
): Promise<readonly Settlement[]> {
  const state = await workspace.state();
  const settlements = await settlePending(workspace, state, lookUp, decisions);
  const now = settlements.length === 0 ? state : await workspace.state();
  const gone = leftDeleted(now);
  if (gone.length === 0) return settlements;
  await refuseUnderWay(workspace);
  await workspace.putState(without(now, gone));
  return [...settlements, ...gone.map((resource) => settlementOf(resource, 'deleted'))];
}

function settlementOf(resource: StateResource, what: Settlement['what']): Settlement {
  return { urn: resource.urn, name: nameOf(resource), what };
}

async function settlePending(
  workspace: Workspace,
  state: StackState,
  lookUp: LookUp,
  decisions: ReadonlyMap<string, Decision>,
): Promise<readonly Settlement[]> {
  const creates = pendingCreates(state);
  const decided = byUrn(decisions, creates);
  const operations = state.deployment.pending_operations ?? [];
  if (operations.length === 0) {
    const left = unread(state);
    await reread(workspace, left);
    return left.map((resource) => settlementOf(resource, 'reread'));
  }
  await refuseUnderWay(workspace);
  const findings = creates.length === 0 ? new Map<string, Finding>() : await lookUp(creates, state, decided);
  throwIfUnknown(settled(state, findings));
  // What may have been changed or deleted is read while it is pending: an engine that finds a deleted object in the state
  // believes that it is there, and only pending operations say that it may not be.
  const known = new Set((state.deployment.resources ?? []).map(({ urn }) => urn));
  const begun = operations.flatMap(({ type, resource }) => (type === 'creating' ? [] : [resource]));
  await reread(
    workspace,
    begun.filter(({ urn }) => known.has(urn)),
  );
  const now = begun.length === 0 ? state : await workspace.state();
  const pending = { ...now, deployment: { ...now.deployment, pending_operations: operations } };
  return record(workspace, settled(pending, findings));
}

function byUrn(
  decisions: ReadonlyMap<string, Decision>,
  creates: readonly StateResource[],
): ReadonlyMap<string, Decision> {
  const found = new Map<string, Decision>();
  for (const [called, decision] of decisions) {
    const meant = creates.filter((resource) => resource.urn === called || nameOf(resource) === called);
    const [one, ...more] = meant;
    if (one === undefined) {
      const pending = creates.map(nameOf).join(', ');
      throw new PlanewrightError('InvalidArgument', `No creation of ${called} is pending.`, {
        next: pending === '' ? 'Nothing is pending: leave --settle out.' : `Pending are: ${pending}.`,
      });
    }
    if (more.length > 0) {
      throw new PlanewrightError('InvalidArgument', `Several pending creations are called ${called}.`, {
        next: `Say which by its URN: ${meant.map(({ urn }) => urn).join(' or ')}.`,
      });
    }
    found.set(one.urn, decision);
  }
  return found;
}

type Settled = ReturnType<typeof settled>;

function throwIfUnknown(outcome: Settled): asserts outcome is Exclude<Settled, { readonly unknown: unknown }> {
  if (!('unknown' in outcome)) return;
  throw new PlanewrightError(
    'EngineFailed',
    `A run ended while it created something, and whether it exists is not known. ${outcome.unknown.join('; ')}`,
    {
      next: 'Look into the account. Then say what is there: planewright up ENV --settle NAME=ID, or --settle NAME=absent where there is nothing.',
    },
  );
}

/**
 * What looks like left behind may be under way: then it is the other run's to record.
 * @throws PlanewrightError StackLocked that names who holds the lock.
 */
async function refuseUnderWay(workspace: Workspace): Promise<void> {
  const lock = await lockOf(workspace);
  if (lock === undefined) return;
  const { user, host, pid, since } = lock;
  const sentence = `Another run holds the lock of this environment: ${user}@${host} (pid ${pid}) at ${since}.`;
  throw new PlanewrightError('StackLocked', sentence);
}

/** Writes the settled state, and reads what was recorded once, because it has no outputs yet. */
async function record(workspace: Workspace, outcome: Settled): Promise<readonly Settlement[]> {
  throwIfUnknown(outcome);
  await workspace.putState(outcome.state);
  await reread(workspace, unread(outcome.state));
  return outcome.settlements;
}

async function reread({ stack, account }: Workspace, resources: readonly StateResource[]): Promise<void> {
  const target = resources.map(({ urn }) => urn);
  if (target.length > 0) await readCloud(stack, { target, account });
}

/** Whether the last run ended well, so that nothing can be left behind. Ask before {@link recordLeftBehind}, which runs. */
export async function endedWell({ stack }: Workspace): Promise<boolean> {
  return (await stack.info())?.result === 'succeeded';
}

/**
 * After a run that did not end well, looks up what the plan would create: a provider that died may have created it without
 * anybody recording it. What is there is recorded. What cannot be looked up is left to the cloud, which refuses most
 * things that exist already: every failed run leaves creations that were never begun, and none may block the next.
 * @returns names of what was recorded; where there are any, the plan must be made anew, and what stands on them looked up.
 */
export async function recordLeftBehind(
  workspace: Workspace,
  plan: Readonly<Record<string, unknown>>,
  lookUp: LookUp,
): Promise<readonly string[]> {
  const state = await workspace.state();
  const creates = plannedCreates(plan, state);
  if (creates.length === 0) return [];
  await refuseUnderWay(workspace);
  const findings = await lookUp(creates, state, new Map());
  const standing = (state.deployment.resources ?? []).filter(({ pendingReplacement }) => pendingReplacement !== true);
  const known = new Map(standing.map(({ urn, id }) => [urn, id]));
  const there = creates.filter(({ urn }) => {
    const finding = findings.get(urn);
    // Of a replacement, what is found may be the old one, unless that is deleted already.
    return finding?.kind === 'present' && finding.id !== known.get(urn);
  });
  if (there.length === 0) return [];
  const pending = there.map((resource) => ({ type: 'creating' as const, resource }));
  const asked = { ...state, deployment: { ...state.deployment, pending_operations: pending } };
  const settlements = await record(workspace, settled(asked, findings));
  return settlements.flatMap(({ name, what }) => (what === 'recorded' ? [name] : []));
}
