import { durationMs } from '../../api/fields.ts';
import type { DataPlanePhase, DataPlaneSpec, DataPlaneStatus } from '../../api/index.ts';
import { rfc3339 } from '../../runtime/clock.ts';

export type RolloutStatus = NonNullable<DataPlaneStatus['rollout']>;
export type History = NonNullable<DataPlaneStatus['history']>;

/** Entries of the history that are kept. */
const historyLength = 10;

/**
 * The record of the rollout under way, carried on: its clock starts anew with every step, and with every change of what is
 * rolled out (a corrected field, a corrected secret), so that a mended rollout gets its whole time again.
 */
export function rolloutAt(
  previous: RolloutStatus | undefined,
  step: DataPlanePhase,
  hash: string,
  now: number,
): RolloutStatus {
  const at = rfc3339(now);
  if (previous?.hash !== hash) return { hash, startedAt: at, step, stepStartedAt: at };
  if (previous.step !== step) return { hash, startedAt: previous.startedAt, step, stepStartedAt: at };
  return previous;
}

/** Milliseconds until the step's deadline; negative once it has passed. */
export function timeLeft(spec: DataPlaneSpec, rollout: RolloutStatus, now: number): number {
  const { migrationDeadline, stepDeadline } = spec.rollout;
  const deadline = durationMs(rollout.step === 'Migration' ? migrationDeadline : stepDeadline);
  return Date.parse(rollout.stepStartedAt) + deadline - now;
}

export interface Halt {
  readonly reason: string;
  readonly message: string;
}

/** The record with its halt; the time of halting is kept while it lasts. */
export function halted(rollout: RolloutStatus, halt: Halt, now: number): RolloutStatus {
  const at = rollout.halted?.at ?? rfc3339(now);
  return { ...rollout, halted: { at, reason: halt.reason, message: halt.message.slice(0, 4096) } };
}

/** The record without a halt: the step got on after all. */
export function goingOn({ hash, startedAt, step, stepStartedAt }: RolloutStatus): RolloutStatus {
  return { hash, startedAt, step, stepStartedAt };
}

/** How to go on after a halt in this step, as sentences. What was not changed is part of it: that is what people ask first. */
export function wayOut(step: DataPlanePhase, namespace: string, version: string, current: string | undefined): string {
  const look = `Look at the pods (kubectl get pods -n ${namespace}, kubectl describe pod) and correct what keeps them; the rollout then goes on by itself.`;
  const upgrading = current !== undefined && current !== version;
  switch (step) {
    case 'Secrets':
    case 'Readers':
      return upgrading ? `Writer and API still run ${current}. ${look} Or set spec.version back to ${current}.` : look;
    case 'Writer':
      return `${upgrading ? `The API still runs ${current}. ` : ''}${look} If the release itself is at fault, set spec.version to a newer one.`;
    case 'Migration':
      return `${upgrading ? `The API still runs ${current}; only the pod that migrates the database runs ${version}. ` : ''}Read its log (kubectl logs -n ${namespace} deployment/braintrust-api-migration). ${look} If the release itself is at fault, set spec.version to a newer one.`;
    default:
      return `${look} If the release itself is at fault, set spec.version to a newer one.`;
  }
}

/** History with a rollout of `version` begun, if it is not at its head already. */
export function begun(history: History, version: string, now: number): History {
  const [head] = history;
  if (head?.version === version && head.result !== 'Succeeded' && head.result !== 'Superseded') return history;
  const rest =
    head === undefined || head.result === 'Succeeded' || head.result === 'Superseded'
      ? history
      : [{ ...head, completedAt: rfc3339(now), result: 'Superseded' as const }, ...history.slice(1)];
  return [{ version, startedAt: rfc3339(now) }, ...rest].slice(0, historyLength);
}

/** History with its head ended. */
export function ended(history: History, version: string, now: number): History {
  const [head, ...rest] = history;
  if (head?.version !== version || head.result === 'Succeeded') return history;
  return [{ version, startedAt: head.startedAt, completedAt: rfc3339(now), result: 'Succeeded' }, ...rest];
}
