import type { DataPlanePhase, DataPlaneStatus } from '../../api/index.ts';
import {
  standingConditions,
  withConditions,
  type Condition,
  type ConditionState,
  type Standing,
} from '../../kube/conditions.ts';
import { componentContracts, components } from '../contract/components.ts';
import { migrationName } from '../workloads/api.ts';
import { planeTypes } from '../workloads/kinds.ts';
import { describeChange, type Change } from './changes.ts';
import type { DesiredPlane } from './desired.ts';
import type { LiveCluster, LiveObject, ObservedPlane } from './observed.ts';
import { ownershipOf } from './ownership.ts';
import { begun, ended, type History, type RolloutStatus } from './progress.ts';
import { imageIn } from './steps.ts';
import { secretsBehind } from './secrets-behind.ts';
import type { Target } from './target.ts';
import type { Hindrance, Verdict } from './verdict.ts';

type Drift = NonNullable<DataPlaneStatus['drift']>[number];

/** What a pass came to, before it is put into the words of the status. */
export interface Outcome {
  readonly changes: readonly Change[];
  readonly upcoming: readonly Change[];
  readonly verdict: Verdict;
  /** Left out where nobody looked. */
  readonly drift?: readonly Drift[];
  /** Known from the moment that rendering was possible. */
  readonly target?: Target;
  readonly current?: string | undefined;
  readonly rollout?: RolloutStatus | undefined;
  readonly secrets?: NonNullable<DataPlaneStatus['secrets']>;
  /** Whether the Secret in the cluster holds these already. */
  readonly secretGiven?: boolean;
}

export interface NextStatus {
  readonly phase: DataPlanePhase;
  readonly status: DataPlaneStatus;
  readonly requeueAfterMs?: number;
}

const second = 1000;
const minute = 60 * second;

/**
 * The status after a pass, whole. Nothing in it moves on a pass that found what the one before found: no clock, no
 * counter. A plane that is being deleted keeps the status that it has; one that is paused, all but its conditions.
 */
export function nextStatus(desired: DesiredPlane, observed: ObservedPlane, outcome: Outcome, now: number): NextStatus {
  const { verdict } = outcome;
  const previous = observed.status ?? {};
  const phase = phaseOf(verdict, previous);
  const requeue = requeueAfterMs(verdict);
  const rest = { phase, ...(requeue !== undefined && { requeueAfterMs: requeue }) };
  if (verdict.kind === 'deleting') return { ...rest, status: previous };
  // The schema's type allows explicit undefined, which JSON leaves out; otherwise the two types are one.
  const before = (previous.conditions ?? []) as readonly Condition[];
  const conditions = withConditions(before, states(desired, observed, outcome), now, desired.generation);
  const looked = {
    ...previous,
    observedGeneration: desired.generation,
    conditions: [...conditions],
    phase,
    ...(outcome.drift && { drift: [...outcome.drift] }),
  };
  // Where nothing is acted on no rollout runs: its record would count time that nobody used.
  if (!desired.acting || outcome.target === undefined || observed.cluster.state !== 'present') {
    return { ...rest, status: looked };
  }
  const status = { ...without(looked, carried), ...progress(desired, outcome, previous, now) };
  return { ...rest, status: { ...status, ...inventory(desired, observed.cluster.value) } };
}

/** Fields that `progress` writes or leaves out. */
const carried = ['currentVersion', 'targetVersion', 'rollout', 'secrets', 'history'] as const;

function without<T extends object, K extends keyof T>(value: T, keys: readonly K[]): Omit<T, K> {
  const copy = { ...value };
  for (const key of keys) Reflect.deleteProperty(copy, key);
  return copy;
}

function progress(
  desired: DesiredPlane,
  { verdict, target, current, rollout, secrets, secretGiven }: Outcome,
  previous: DataPlaneStatus,
  now: number,
): Partial<DataPlaneStatus> {
  const version = target?.version ?? desired.spec.version;
  const ready = verdict.kind === 'ready';
  const runs = ready ? version : current;
  const moving = runs !== version;
  return {
    ...optional('currentVersion', runs),
    ...optional('targetVersion', moving ? version : undefined),
    ...(ready && { readyOnce: true }),
    ...optional('rollout', rollout),
    // Recorded once the Secret holds them: a hash of what nobody was given yet would hide a lost key.
    ...optional('secrets', secretGiven === true ? secrets : previous.secrets),
    ...optional('history', historyOf(previous.history ?? [], version, verdict, moving, now)),
  };
}

function historyOf(
  history: History,
  version: string,
  verdict: Verdict,
  moving: boolean,
  now: number,
): History | undefined {
  if (verdict.kind === 'ready') {
    const done = ended(history, version, now);
    return done.length === 0 ? undefined : done;
  }
  if (!moving) return history.length === 0 ? undefined : history;
  const [head, ...rest] = begun(history, version, now);
  if (head === undefined) return undefined;
  const open = { version: head.version, startedAt: head.startedAt };
  return [verdict.kind === 'halted' ? { ...open, result: 'Halted' } : open, ...rest];
}

function inventory(desired: DesiredPlane, cluster: LiveCluster): Partial<DataPlaneStatus> {
  const ours = cluster.objects.filter(ownershipOf(desired));
  const entries = ours.map((live) => {
    const { group, version } = planeTypes[live.kind];
    const { name, uid } = live.metadata;
    return { group, version, kind: live.kind, name, ...(uid !== undefined && { uid }) };
  });
  entries.sort((a, b) => (a.kind === b.kind ? compared(a.name, b.name) : compared(a.kind, b.kind)));
  return { components: componentsOf(ours, cluster), inventory: entries };
}

function compared(a: string, b: string): number {
  return a < b ? -1 : 1;
}

function componentsOf(ours: readonly LiveObject[], { pods }: LiveCluster): NonNullable<DataPlaneStatus['components']> {
  const names = [...components.map((component) => componentContracts[component].objectName as string), migrationName];
  return names.flatMap((name) => {
    const live = ours.find((object) => object.kind === 'Deployment' && object.metadata.name === name);
    if (live === undefined) return [];
    const image = imageIn(live);
    const terminating = pods.filter((pod) => pod.app === name && pod.terminating).length;
    return [
      {
        name,
        ...(image !== undefined && { image }),
        replicas: (live.spec as { replicas?: number } | undefined)?.replicas ?? 1,
        updated: live.status?.updatedReplicas ?? 0,
        available: live.status?.availableReplicas ?? 0,
        ...(terminating > 0 && { terminating }),
      },
    ];
  });
}

function phaseOf(verdict: Verdict, previous: DataPlaneStatus): DataPlanePhase {
  switch (verdict.kind) {
    case 'ready':
      return 'Ready';
    case 'rolling':
      return verdict.phase;
    case 'halted':
      return 'Halted';
    default:
      return previous.phase ?? 'Pending';
  }
}

function states(desired: DesiredPlane, observed: ObservedPlane, outcome: Outcome): readonly ConditionState[] {
  const previous = observed.status ?? {};
  if (outcome.verdict.kind === 'paused') return paused(previous);
  const standing = standingOf(outcome, previous);
  return [
    ...(standing === undefined ? [] : standingConditions(standing)),
    synced(desired, observed, outcome),
    ...(outcome.drift === undefined ? [] : [drifted(desired, outcome.drift)]),
  ];
}

/** Nobody looks, so nothing is said about the plane beyond what was known. */
function paused({ conditions }: DataPlaneStatus): readonly ConditionState[] {
  const message = 'Nobody looks: spec.policy.management is Paused.';
  const ready = conditions?.find(({ type }) => type === 'Ready')?.status ?? 'Unknown';
  return [
    { type: 'Ready', status: ready, reason: 'Paused', message },
    { type: 'Reconciling', status: 'False', reason: 'Paused', message: '' },
    { type: 'Stalled', status: 'False', reason: 'Paused', message: '' },
    { type: 'Synced', status: 'Unknown', reason: 'Paused', message },
  ];
}

function standingOf({ verdict, target }: Outcome, previous: DataPlaneStatus): Standing | undefined {
  const then = target?.next === undefined ? '' : ` Version ${target.next} comes after it.`;
  switch (verdict.kind) {
    case 'ready':
      return { is: 'current', reason: 'Running', message: verdict.message };
    case 'rolling':
      return { is: 'inProgress', reason: verdict.phase, message: `${sentence(verdict.message)}${then}` };
    case 'halted':
      return { is: 'stalled', reason: verdict.reason, message: `${verdict.message}${then}` };
    case 'hindered':
      return { is: hinderedStanding(verdict, previous), reason: verdict.reason, message: verdict.message };
    default:
      return undefined;
  }
}

/** What cannot be seen for a moment does not make a plane that runs any less Ready. */
function hinderedStanding({ hindrance }: Hindrance, { conditions }: DataPlaneStatus): Standing['is'] {
  if (hindrance !== 'unknown') return hindrance === 'stalled' ? 'stalled' : 'inProgress';
  return conditions?.find(({ type }) => type === 'Ready')?.status === 'True' ? 'current' : 'unknown';
}

function synced(
  desired: DesiredPlane,
  observed: ObservedPlane,
  { changes, upcoming, verdict }: Outcome,
): ConditionState {
  const due = [...changes, ...upcoming];
  if (!desired.acting && due.length > 0) {
    const listed = due.slice(0, 10).map(describeChange).join('; ');
    return {
      type: 'Synced',
      status: 'False',
      reason: 'Observing',
      message: `Not done, because only observing: ${listed}.`,
    };
  }
  switch (verdict.kind) {
    case 'ready':
      return (
        secretsBehind(observed) ?? {
          type: 'Synced',
          status: 'True',
          reason: 'Applied',
          message: 'Everything is as declared.',
        }
      );
    case 'hindered':
      return {
        type: 'Synced',
        status: verdict.hindrance === 'unknown' ? 'Unknown' : 'False',
        reason: verdict.reason,
        message: verdict.message,
      };
    default:
      return {
        type: 'Synced',
        status: 'False',
        reason: phaseReason(verdict),
        message: 'Not everything is as declared yet.',
      };
  }
}

function phaseReason(verdict: Verdict): string {
  return verdict.kind === 'rolling' ? verdict.phase : verdict.kind === 'halted' ? verdict.reason : 'NotLooking';
}

function drifted(desired: DesiredPlane, drift: readonly Drift[]): ConditionState {
  const [first] = drift;
  if (first === undefined) return { type: 'Drifted', status: 'False', reason: 'AsApplied', message: '' };
  const others = drift.length > 1 ? ` and ${drift.length - 1} more` : '';
  const end = desired.acting ? 'It was set back; change the DataPlane instead.' : 'It is left as it is.';
  return {
    type: 'Drifted',
    status: 'True',
    reason: 'ChangedByOthers',
    message: `Somebody changed ${first.field}${others}. ${end}`,
  };
}

function requeueAfterMs(verdict: Verdict): number | undefined {
  switch (verdict.kind) {
    case 'ready':
      return 10 * minute;
    case 'rolling':
      return verdict.phase === 'Soak' ? minute : 5 * second;
    case 'halted':
      return minute;
    case 'hindered':
      return verdict.hindrance === 'stalled' ? 5 * minute : 30 * second;
    default:
      return undefined;
  }
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function optional<K extends keyof DataPlaneStatus>(key: K, value: DataPlaneStatus[K]): Partial<DataPlaneStatus> {
  return value === undefined ? {} : { [key]: value };
}
