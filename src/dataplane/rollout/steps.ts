import type { DataPlanePhase, DataPlaneSpec } from '../../api/index.ts';
import { brainstoreRoles, componentContracts, components, type BrainstoreRole } from '../contract/components.ts';
import { versionOfImage } from '../releases/image.ts';
import { formatVersion } from '../releases/version.ts';
import { migrationName } from '../workloads/api.ts';
import { imageOf } from '../workloads/images.ts';
import type { Deployment, PlaneObject } from '../workloads/kinds.ts';
import type { Part, RenderedPlane } from '../workloads/render.ts';
import type { Change } from './changes.ts';
import type { ClusterView } from './cluster-view.ts';
import { healthOf } from './health.ts';
import type { LiveObject, LivePod } from './observed.ts';
import { needsMigration, olderPods, readingRoles } from './order.ts';
import { dueChanges, keepingChanges } from './part-changes.ts';
import type { Rendering } from './rendering.ts';

interface Step {
  readonly phase: DataPlanePhase;
  readonly parts: readonly Part[];
  /** Roles that must not have an older pod left, terminating or not, before anything of this step changes. */
  readonly after: readonly BrainstoreRole[];
}

/**
 * The order of a rollout. Readers understand a format before the writer writes it; Brainstore is never older than the
 * API; one API pod migrates the database before the others start.
 */
const steps: readonly Step[] = [
  { phase: 'Secrets', parts: ['shared'], after: [] },
  { phase: 'Readers', parts: ['reader', 'fastReader'], after: [] },
  { phase: 'Writer', parts: ['writer'], after: readingRoles },
  { phase: 'Migration', parts: ['migration'], after: brainstoreRoles },
  { phase: 'Api', parts: ['api'], after: brainstoreRoles },
];

export interface Walk {
  /** Step that the rollout is in; undefined where every step is done. */
  readonly phase: DataPlanePhase | undefined;
  readonly state: 'changing' | 'rolling' | 'failed' | 'settled';
  /** To carry out now, in this order. */
  readonly changes: readonly Change[];
  /** What later steps will change, as things stand: for `diff`. */
  readonly upcoming: readonly Change[];
  /** What is waited for. */
  readonly sentence: string;
}

export interface WalkInput {
  readonly spec: DataPlaneSpec;
  readonly version: string;
  readonly rendering: Rendering;
  /** The plane at the version that runs, for what is not due and was deleted. */
  readonly before: () => RenderedPlane | undefined;
  readonly view: ClusterView;
  /** Change of the plane's Secret, if one is due. */
  readonly secret: Change | undefined;
}

/**
 * Goes through the steps from the first: what is not as declared in the first step that is not done is changed, and what
 * belongs to later ones is kept as it was. So a restart goes on where it stopped, and a change in the middle (a secret, a
 * field) goes through all steps in order once more, in which only what it touches rolls.
 */
export function walk(input: WalkInput): Walk {
  const due = steps.filter(({ phase }) => phase !== 'Migration' || migrationIsDue(input));
  for (const [index, step] of due.entries()) {
    const outcome = stepOutcome(input, step);
    if (outcome === undefined) continue;
    // Only now: to compare all later steps at each one that is done would be most of the work of a decision.
    const later = due.slice(index + 1);
    const upcoming = upcomingOf(input, later);
    return {
      phase: step.phase,
      state: outcome.state,
      changes: [...keepingOf(input, later), ...outcome.changes],
      upcoming: outcome.state === 'changing' ? upcoming : [...(outcome.held ?? []), ...upcoming],
      sentence: outcome.sentence,
    };
  }
  return { phase: undefined, state: 'settled', changes: [], upcoming: [], sentence: '' };
}

interface Outcome {
  readonly state: 'changing' | 'rolling' | 'failed';
  readonly changes: readonly Change[];
  /** Due, but not before something else is over. */
  readonly held?: readonly Change[];
  readonly sentence: string;
}

/** What a step needs, or undefined where it is done. */
function stepOutcome(input: WalkInput, step: Step): Outcome | undefined {
  const due = [
    ...(step.phase === 'Secrets' && input.secret !== undefined ? [input.secret] : []),
    ...step.parts.flatMap((part) => dueChanges(part, input.rendering, input.view)),
  ];
  const older = olderPods(input.spec, input.version, step.after, input.view.cluster.pods);
  if (older.length > 0 && due.some((change) => change.reason !== 'Drifted')) {
    const drifted = due.filter((change) => change.reason === 'Drifted');
    return { state: 'rolling', changes: drifted, held: due, sentence: waitingFor(older) };
  }
  if (due.length > 0) return { state: 'changing', changes: due, sentence: sentenceOfChanges(step, input.version) };
  return healthOutcome(input, step);
}

function healthOutcome(input: WalkInput, step: Step): Outcome | undefined {
  const deployments = step.parts.flatMap((part) => input.rendering.objects[part].filter(isDeployment));
  const health = deployments.flatMap((deployment) => {
    const live = input.view.liveOf(deployment);
    // Absent cannot be here: it would have been a change.
    return live === undefined ? [] : [healthOf(deployment, live, podsOf(input.view, deployment))];
  });
  const failed = health.find((one) => one.state === 'failed');
  if (failed !== undefined) return { state: 'failed', changes: [], sentence: failed.sentence };
  const rolling = health.flatMap((one) => (one.state === 'rolling' ? [one.sentence] : []));
  return rolling.length === 0 ? undefined : { state: 'rolling', changes: [], sentence: rolling.join('; ') };
}

function keepingOf({ rendering, before, view }: WalkInput, later: readonly Step[]): readonly Change[] {
  return later
    .flatMap((step) => step.parts)
    .flatMap((part) => {
      // A migration that has not begun is not something that somebody deleted.
      const fallback = () => (part === 'migration' ? undefined : before()?.[part]);
      return keepingChanges(part, rendering.objects[part], view, fallback);
    });
}

/** Everything as it was: for a pass that may begin nothing. */
export function keepAll(view: ClusterView): readonly Change[] {
  return view.cluster.objects.flatMap((live) => {
    const record = view.lastApplied(live);
    return record === undefined ? [] : keepingChanges(partOf(live), [record], view, () => undefined);
  });
}

function partOf(live: LiveObject): Part {
  if (live.metadata.name === migrationName) return 'migration';
  return components.find((component) => componentContracts[component].objectName === live.metadata.name) ?? 'shared';
}

function upcomingOf({ rendering, view }: WalkInput, later: readonly Step[]): readonly Change[] {
  return later.flatMap((step) => step.parts).flatMap((part) => dueChanges(part, rendering, view));
}

/** Whether the API is still to move to another version, by what we last asked of it, not by what somebody made of it. */
function migrationIsDue({ spec, version, rendering, view }: WalkInput): boolean {
  const api = rendering.objects.api.find(isDeployment);
  const live = api === undefined ? undefined : view.liveOf(api);
  const applied = live === undefined ? undefined : (view.lastApplied(live) ?? live);
  return needsMigration(applied === undefined ? undefined : imageIn(applied), imageOf(spec, 'api', version));
}

/** Image of the first container of a Deployment's template. */
export function imageIn(object: PlaneObject | LiveObject): string | undefined {
  const { spec } = object as { spec?: { template?: { spec?: { containers?: readonly { image?: string }[] } } } };
  return spec?.template?.spec?.containers?.[0]?.image;
}

function podsOf({ cluster }: ClusterView, deployment: Deployment): readonly LivePod[] {
  return cluster.pods.filter((pod) => pod.app === deployment.metadata.name);
}

function isDeployment(object: PlaneObject): object is Deployment {
  return object.kind === 'Deployment';
}

function waitingFor(pods: readonly LivePod[]): string {
  const shown = pods.slice(0, 5).map((pod) => {
    const version = versionOfImage(pod.image);
    return `${pod.name} (${version === undefined ? pod.image : formatVersion(version)}${pod.terminating ? ', terminating' : ''})`;
  });
  const more = pods.length > 5 ? ` and ${pods.length - 5} more` : '';
  return `waiting until no older Brainstore pod is left: ${shown.join(', ')}${more}`;
}

/** What a step does, as a clause; `diff` and the events list the changes one by one. */
function sentenceOfChanges({ phase }: Step, version: string): string {
  switch (phase) {
    case 'Secrets':
      return 'giving the pods their secrets and identities';
    case 'Readers':
      return `bringing the Brainstore readers to ${version} as declared`;
    case 'Writer':
      return `bringing the Brainstore writer to ${version} as declared`;
    case 'Migration':
      return `letting one API pod of ${version} migrate the database`;
    default:
      return `bringing the API to ${version} as declared`;
  }
}
