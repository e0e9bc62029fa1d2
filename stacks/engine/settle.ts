import { PlanewrightError } from '../../src/runtime/errors.ts';
import { lockOf } from './lock.ts';
import { pendingCreates, settled, type Finding, type Settlement } from './pending.ts';
import { plannedCreates } from './planned-creates.ts';
import type { StackState, StateResource } from './state.ts';
import type { Workspace } from './workspace.ts';

/** Looks objects up in the cloud by their names; {@link lookUp} does. */
export type LookUp = (wanted: readonly StateResource[], state: StackState) => Promise<ReadonlyMap<string, Finding>>;

/**
 * Settles what a killed run left pending, before anything else is done: the engine itself would warn, create once more,
 * and keep the operation in the state.
 * @returns what became of each operation; empty where nothing was pending.
 * @throws PlanewrightError EngineFailed where a look-up proved nothing: then nothing is changed.
 */
export async function settle(workspace: Workspace, lookUp: LookUp): Promise<readonly Settlement[]> {
  const state = await workspace.state();
  if ((state.deployment.pending_operations ?? []).length === 0) return [];
  await refuseUnderWay(workspace);
  const outcome = settled(state, await lookUp(pendingCreates(state), state));
  await record(workspace, outcome);
  return 'unknown' in outcome ? [] : outcome.settlements;
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
async function record(workspace: Workspace, outcome: ReturnType<typeof settled>): Promise<readonly string[]> {
  if ('unknown' in outcome) {
    throw new PlanewrightError(
      'EngineFailed',
      `A run ended while it created something, and whether it exists is not known. ${outcome.unknown.join('; ')}`,
      {
        next: 'Look into the account, and delete the object if it is there. Then let the engine forget the operation: pulumi refresh --clear-pending-creates. Then run the command again.',
      },
    );
  }
  await workspace.putState(outcome.state);
  const recorded = outcome.settlements.filter(({ what }) => what === 'recorded');
  const target = recorded.map(({ urn }) => urn);
  if (target.length > 0) await workspace.stack.refresh({ target, onOutput: () => undefined });
  return recorded.map(({ name }) => name);
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
  const findings = await lookUp(creates, state);
  const there = creates.filter(({ urn }) => findings.get(urn)?.kind === 'present');
  if (there.length === 0) return [];
  const pending = there.map((resource) => ({ type: 'creating' as const, resource }));
  const asked = { ...state, deployment: { ...state.deployment, pending_operations: pending } };
  return record(workspace, settled(asked, findings));
}
