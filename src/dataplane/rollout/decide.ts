import { durationMs } from '../../api/fields.ts';
import type { DataPlanePhase, DataPlaneStatus } from '../../api/index.ts';
import { versionOfImage } from '../releases/image.ts';
import { formatVersion } from '../releases/version.ts';
import { componentContracts } from '../contract/components.ts';
import type { PlaneContext } from '../workloads/context.ts';
import { imageOf } from '../workloads/images.ts';
import { parts, type RenderedPlane } from '../workloads/render.ts';
import type { Change } from './changes.ts';
import { ClusterView } from './cluster-view.ts';
import type { DesiredPlane } from './desired.ts';
import { PlaneMemory } from './memory.ts';
import type { LiveCluster, ObservedPlane } from './observed.ts';
import { strangers, surplus } from './ownership.ts';
import { driftOf } from './part-changes.ts';
import { goingOn, halted, rolloutAt, timeLeft, wayOut, type RolloutStatus } from './progress.ts';
import type { Rendering } from './rendering.ts';
import { secretChange, secretsToGive } from './secret-step.ts';
import { servedOrganizations } from './served.ts';
import { specProblem } from './spec-problems.ts';
import { nextStatus, type Outcome } from './status.ts';
import { imageIn, keepAll, walk, type Walk } from './steps.ts';
import { targetOf, type Target } from './target.ts';
import { isHindrance, type Hindrance, type Verdict } from './verdict.ts';
import { verify } from './verify.ts';

export interface Decision {
  /** To carry out now, in this order. */
  readonly changes: readonly Change[];
  /** What later steps will change, as things stand. */
  readonly upcoming: readonly Change[];
  readonly phase: DataPlanePhase;
  readonly verdict: Verdict;
  /** The whole status as it should be after the changes. */
  readonly status: DataPlaneStatus;
  /** When to look again, in milliseconds; left out where only a change of the resource can matter. */
  readonly requeueAfterMs?: number;
}

/**
 * What to do about a plane now, given what is declared and what was seen. Pure: the same arguments give the same decision,
 * and the decision is plain data. `now` is milliseconds since the epoch.
 *
 * @param memory of the decisions before on the same plane: it makes this one quicker and never another one.
 */
export function decide(
  desired: DesiredPlane,
  observed: ObservedPlane,
  now: number,
  memory: PlaneMemory = new PlaneMemory(),
): Decision {
  const outcome = outcomeOf(desired, observed, now, memory);
  return {
    changes: outcome.changes,
    upcoming: outcome.upcoming,
    verdict: outcome.verdict,
    ...nextStatus(desired, observed, outcome, now),
  };
}

function outcomeOf(desired: DesiredPlane, observed: ObservedPlane, now: number, memory: PlaneMemory): Outcome {
  if (desired.deleting) return still({ kind: 'deleting' });
  if (desired.spec.policy.management === 'Paused') return still({ kind: 'paused' });
  if (observed.cluster.state !== 'present') {
    const reason = observed.cluster.state === 'unknown' ? observed.cluster.reason : 'the namespace is gone';
    return still(hindered({ hindrance: 'unknown', reason: 'ClusterUnread', message: `${reason}.` }));
  }
  const cluster = observed.cluster.value;
  const stranger = strangers(desired, cluster);
  if (stranger !== undefined) return still(hindered(stranger));
  const view = new ClusterView(cluster, memory);
  const current = currentVersion(observed.status, view);
  const target = targetOf(desired.spec.version, current, observed.status);
  const context = contextOf(desired, observed, target, everRan(observed.status, cluster));
  if ('make' in context) {
    return {
      ...still({ kind: 'rolling', phase: 'Secrets', message: 'making the function secret key' }),
      changes: [context.make],
    };
  }
  if (isHindrance(context)) {
    return { ...still(hindered(context)), changes: keepAll(view), drift: driftOf(view) };
  }
  return outcomeOfSteps({ desired, observed, memory, view, target, current, now, ...context });
}

interface Prepared {
  readonly plane: PlaneContext;
  readonly secret: Change | undefined;
  readonly secretHash: string;
  readonly functionSecretKeyHash: string;
}

/** Everything that rendering needs, or the first thing that is in its way. The order is that of how fundamental they are. */
function contextOf(
  desired: DesiredPlane,
  observed: ObservedPlane,
  target: Target,
  ran: boolean,
): Prepared | Hindrance | { readonly make: Change } {
  const { spec, name, namespace, uid } = desired;
  const refused = target.refusal ?? specProblem(spec, target.version);
  if (refused !== undefined) return refused;
  const served = servedOrganizations(spec, namespace, observed.organization);
  if (isHindrance(served)) return served;
  const customCa = customCaHash(desired, observed);
  if (typeof customCa === 'object') return customCa;
  const secrets = secretsToGive(desired, observed, ran);
  if ('make' in secrets || isHindrance(secrets)) return secrets;
  const plane: PlaneContext = {
    name,
    namespace,
    ...(spec.policy.deletion === 'Delete' && { ownerUid: uid }),
    spec,
    version: target.version,
    served,
    secretHashes: secrets.componentHashes,
    ...(customCa !== undefined && { customCaHash: customCa }),
  };
  return {
    plane,
    secret: secretChange(secrets),
    secretHash: secrets.hash,
    functionSecretKeyHash: secrets.functionSecretKeyHash,
  };
}

function customCaHash({ spec }: DesiredPlane, { customCa }: ObservedPlane): string | undefined | Hindrance {
  const ref = spec.api.customCa;
  if (ref === undefined) return undefined;
  if (customCa.state === 'present') return customCa.value;
  const place = `ConfigMap ${ref.name}, key ${ref.key} (spec.api.customCa)`;
  return customCa.state === 'unknown'
    ? { hindrance: 'unknown', reason: 'CustomCaUnread', message: `${place}: ${customCa.reason}.` }
    : { hindrance: 'stalled', reason: 'CustomCaMissing', message: `${place} is not there. Create it.` };
}

interface Situation extends Prepared {
  readonly desired: DesiredPlane;
  readonly observed: ObservedPlane;
  readonly memory: PlaneMemory;
  readonly view: ClusterView;
  readonly target: Target;
  readonly current: string | undefined;
  readonly now: number;
}

function outcomeOfSteps(situation: Situation): Outcome {
  const { desired, observed, memory, view, target, plane, secret } = situation;
  const rendering = memory.rendering(plane);
  const before = (): RenderedPlane | undefined => beforePlane(situation);
  const walked = walk({ spec: desired.spec, version: target.version, rendering, before, view, secret });
  const common = {
    drift: driftOf(view),
    target,
    current: situation.current,
    secrets: { hash: situation.secretHash, functionSecretKeyHash: situation.functionSecretKeyHash },
    secretGiven: secret === undefined,
  };
  if (walked.phase !== undefined) {
    if (isCorrectionOnly(walked) && observed.status?.phase === 'Ready') {
      const message = `Runs ${target.version}; what others changed is set back.`;
      return { ...common, changes: walked.changes, upcoming: [], verdict: { kind: 'ready', message } };
    }
    return {
      ...common,
      changes: walked.changes,
      upcoming: walked.upcoming,
      ...progressOf(situation, rendering, walked),
    };
  }
  const wanted = parts.filter((part) => part !== 'migration').flatMap((part) => rendering.objects[part]);
  const changes = surplus(desired, wanted, view.cluster, observed.status);
  return { ...common, changes, upcoming: [], ...verification(situation, rendering) };
}

/** Milliseconds in which a Deployment may still say that it failed, though what made it fail was just corrected. */
const settlingTime = 30_000;

/** Where a rollout stands in a step that is not done, and whether it has had its time. */
function progressOf(situation: Situation, rendering: Rendering, walked: Walk): Pick<Outcome, 'verdict' | 'rollout'> {
  const { desired, observed, now } = situation;
  const phase = walked.phase ?? 'Verify';
  const rollout = rolloutAt(observed.status?.rollout, phase, rendering.hash, now);
  const failed = walked.state === 'failed' && now - Date.parse(rollout.stepStartedAt) >= settlingTime;
  const stuck = failed || (walked.state !== 'changing' && timeLeft(desired.spec, rollout, now) <= 0);
  if (!stuck) return { rollout: goingOn(rollout), verdict: { kind: 'rolling', phase, message: `${walked.sentence}.` } };
  return haltedAt(situation, rollout, phase, failed ? 'DeploymentFailed' : 'StepDeadlineExceeded', walked.sentence);
}

function haltedAt(
  { desired, target, current, now }: Situation,
  rollout: RolloutStatus,
  phase: DataPlanePhase,
  reason: string,
  sentence: string,
): Pick<Outcome, 'verdict' | 'rollout'> {
  const message = `Step ${phase} of the rollout of ${target.version} does not get on: ${sentence}. ${wayOut(phase, desired.namespace, target.version, current)}`;
  return { rollout: halted(rollout, { reason, message }, now), verdict: { kind: 'halted', phase, reason, message } };
}

/** Everything is as declared and healthy: what does the plane itself say? */
function verification(situation: Situation, { hash }: Rendering): Pick<Outcome, 'verdict' | 'rollout'> {
  const { desired, observed, target, current, now } = situation;
  const result = verify(observed.answers, versionOfApi(situation));
  if (result.state === 'contradicted') {
    const rollout = rolloutAt(observed.status?.rollout, 'Verify', hash, now);
    if (timeLeft(desired.spec, rollout, now) <= 0) {
      return haltedAt(situation, rollout, 'Verify', result.reason, result.sentence);
    }
    return { rollout: goingOn(rollout), verdict: { kind: 'rolling', phase: 'Verify', message: `${result.sentence}.` } };
  }
  const soak = durationMs(desired.spec.rollout.soak);
  if (soak > 0 && current !== target.version) {
    const rollout = goingOn(rolloutAt(observed.status?.rollout, 'Soak', hash, now));
    const until = Date.parse(rollout.stepStartedAt) + soak;
    if (now < until) {
      const message = `Runs ${target.version} everywhere; watched until ${new Date(until).toISOString()}.`;
      return { rollout, verdict: { kind: 'rolling', phase: 'Soak', message } };
    }
  }
  const notAsked = result.unknown.length === 0 ? '' : ` Not verified: ${result.unknown.join(', ')}.`;
  return { rollout: undefined, verdict: { kind: 'ready', message: `Runs ${target.version}.${notAsked}` } };
}

/** Version that the API should answer as: that of its image, which an override may have pinned. */
function versionOfApi({ desired, target }: Situation): string {
  const version = versionOfImage(imageOf(desired.spec, 'api', target.version));
  return version === undefined ? '' : formatVersion(version);
}

/** The plane at the version that runs, to bring back what was deleted before its turn. */
function beforePlane({ memory, plane, current }: Situation): RenderedPlane | undefined {
  return current === undefined ? undefined : memory.rendering({ ...plane, version: current }).objects;
}

/** By the status; where that was lost, by what was last asked of the API. */
function currentVersion(status: DataPlaneStatus | undefined, view: ClusterView): string | undefined {
  if (status?.currentVersion !== undefined) return status.currentVersion;
  // On a first installation the API comes last, so that its version is not the plane's before all is done.
  if (status?.targetVersion !== undefined) return undefined;
  const api = view.cluster.objects.find(
    (live) => live.kind === 'Deployment' && live.metadata.name === componentContracts.api.objectName,
  );
  const image = api === undefined ? undefined : imageIn(view.lastApplied(api) ?? api);
  const version = image === undefined ? undefined : versionOfImage(image);
  return version === undefined ? undefined : formatVersion(version);
}

/** Whether the plane may have encrypted anything with its function secret key. In doubt it has. */
function everRan(status: DataPlaneStatus | undefined, cluster: LiveCluster): boolean {
  return (
    status?.readyOnce === true ||
    status?.currentVersion !== undefined ||
    status?.secrets?.functionSecretKeyHash !== undefined ||
    cluster.objects.some((live) => live.kind === 'Deployment')
  );
}

function isCorrectionOnly({ state, changes }: Walk): boolean {
  return state === 'changing' && changes.every((change) => change.action === 'apply' && change.reason === 'Drifted');
}

function hindered(hindrance: Hindrance): Verdict {
  return { kind: 'hindered', ...hindrance };
}

function still(verdict: Verdict): Outcome {
  return { changes: [], upcoming: [], verdict };
}
