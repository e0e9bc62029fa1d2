import type { DataPlane, DataPlaneStatus } from '../api/index.ts';
import type { KubeClient } from '../kube/client.ts';
import { isKubeError, type KubeError } from '../kube/kube-error.ts';
import { keyText } from '../kube/object-key.ts';
import type { ObjectKey } from '../kube/objects.ts';
import { sameJson } from '../runtime/canonical-json.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import type { Randomness } from '../runtime/randomness.ts';
import type { SecretValue } from '../runtime/secret-value.ts';
import { unknown } from './observation.ts';
import type { Probe } from './probe.ts';
import { act } from './rollout/act.ts';
import { describeChange, type Change } from './rollout/changes.ts';
import { decide, type Decision } from './rollout/decide.ts';
import { desiredOf, type DesiredPlane } from './rollout/desired.ts';
import { dataPlaneType, gather, type Gathered } from './rollout/gather.ts';
import { PlaneMemory } from './rollout/memory.ts';
import type { ObservedPlane } from './rollout/observed.ts';
import { nextStatus } from './rollout/status.ts';

interface Events {
  record(about: DataPlane, type: 'Normal' | 'Warning', reason: string, message: string): void;
}

export interface DataPlaneEngineOptions {
  readonly kube: KubeClient;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly log: Log;
  /** Made once per installation: the key of every secret's hash. */
  readonly hashKey: SecretValue;
  readonly probe: Probe;
  /** `observe` decides and reports but changes nothing outside of status. */
  readonly mode: 'act' | 'observe';
  readonly events: Events;
}

interface Reconciled {
  /** What was carried out, or would have been. */
  readonly changes: readonly Change[];
  /** `done`: only a change of the resource can matter. */
  readonly outcome: 'done' | { readonly requeueAfterMs: number };
}

export interface DataPlaneEngine {
  /**
   * One pass over one DataPlane. Throws where the API server could not be reached or asks to try again; everything else
   * ends in the resource's status.
   */
  reconcile(key: ObjectKey, signal: AbortSignal): Promise<Reconciled>;
  /** What would be done about this declaration, all steps of it, in order; changes nothing. */
  plan(resource: DataPlane, signal: AbortSignal): Promise<readonly Change[]>;
}

/** Milliseconds until a pass that changed something is followed by one that looks what became of it. */
const afterChange = 1_000;
const statusManager = 'planewright-status';

export function createDataPlaneEngine(options: DataPlaneEngineOptions): DataPlaneEngine {
  const memories = new Map<string, PlaneMemory>();
  return {
    reconcile: (key, signal) => reconcile(options, memories, key, signal),
    plan: (resource, signal) => plan(options, resource, signal),
  };
}

async function reconcile(
  options: DataPlaneEngineOptions,
  memories: Map<string, PlaneMemory>,
  key: ObjectKey,
  signal: AbortSignal,
): Promise<Reconciled> {
  const resource = await options.kube.get<DataPlane>(dataPlaneType, key, signal);
  if (resource === undefined || resource.metadata.deletionTimestamp !== undefined) {
    memories.delete(keyText(key));
    return { changes: [], outcome: 'done' };
  }
  const memory = memories.get(keyText(key)) ?? new PlaneMemory();
  memories.set(keyText(key), memory);
  const desired = desiredOf(resource, options.mode);
  const gathered = await look(options, resource, signal);
  const decision = decide(desired, gathered.observed, options.clock.now(), memory);
  const refusal = desired.acting ? await carryOut(options, resource, gathered, decision, signal) : undefined;
  const next = refusal === undefined ? decision : refused(desired, gathered, refusal, options.clock.now());
  tell(options, resource, decision, next.status, desired);
  await writeStatus(options, resource, next.status, signal);
  const { changes } = decision;
  if (refusal === undefined && desired.acting && changes.length > 0) {
    return { changes, outcome: { requeueAfterMs: afterChange } };
  }
  return { changes, outcome: next.requeueAfterMs === undefined ? 'done' : { requeueAfterMs: next.requeueAfterMs } };
}

async function plan(
  options: DataPlaneEngineOptions,
  resource: DataPlane,
  signal: AbortSignal,
): Promise<readonly Change[]> {
  const { name, namespace = 'default' } = resource.metadata;
  const live = await options.kube.get<DataPlane>(dataPlaneType, { name, namespace }, signal);
  // What a file declares is decided with what the cluster remembers of it.
  const { status, metadata } = live ?? resource;
  const merged: DataPlane = {
    ...resource,
    metadata: {
      ...metadata,
      ...resource.metadata,
      ...(metadata.uid !== undefined && { uid: metadata.uid }),
      namespace,
    },
    ...(status !== undefined && { status }),
  };
  const { observed } = await look(options, merged, signal);
  const { changes, upcoming } = decide(desiredOf(merged, options.mode), observed, options.clock.now());
  return [...changes, ...upcoming];
}

/** A paused plane is not even looked at. */
async function look(options: DataPlaneEngineOptions, resource: DataPlane, signal: AbortSignal): Promise<Gathered> {
  if (resource.spec.policy.management !== 'Paused') return gather(options, resource, signal);
  const paused = unknown('paused');
  const observed: ObservedPlane = {
    status: resource.status,
    cluster: paused,
    secrets: { state: 'unknown', reason: 'paused' },
    organization: paused,
    customCa: paused,
    answers: { version: paused, query: paused },
  };
  return { observed, composed: undefined };
}

/** Carries the changes out in their order. Returns the refusal that ended it, where trying again alone cannot help. */
async function carryOut(
  { kube, randomness, log }: DataPlaneEngineOptions,
  resource: DataPlane,
  { composed }: Gathered,
  { changes }: Decision,
  signal: AbortSignal,
): Promise<KubeError | undefined> {
  const { name, namespace } = resource.metadata;
  for (const change of changes) {
    signal.throwIfAborted();
    log.info({ dataPlane: name, namespace, action: change.action, reason: change.reason }, describeChange(change));
    try {
      await act({ kube, randomness, resource, composed }, change, signal);
    } catch (error) {
      if (isKubeError(error) && error.retry !== 'soon') return error;
      throw error;
    }
  }
  return undefined;
}

function refused(desired: DesiredPlane, { observed }: Gathered, error: KubeError, now: number) {
  const message = `${error.message}. ${error.next}`;
  const verdict = { kind: 'hindered', hindrance: 'stalled', reason: 'ApplyRefused', message } as const;
  return nextStatus(desired, observed, { changes: [], upcoming: [], verdict }, now);
}

/** Writes the status only where a word of it changed: an idle plane costs no write. */
async function writeStatus(
  { kube }: DataPlaneEngineOptions,
  resource: DataPlane,
  status: DataPlaneStatus,
  signal: AbortSignal,
): Promise<void> {
  if (sameJson(status, resource.status ?? {})) return;
  const { name, namespace, uid } = resource.metadata;
  const object = {
    apiVersion: resource.apiVersion,
    kind: resource.kind,
    metadata: { name, ...(namespace !== undefined && { namespace }), ...(uid !== undefined && { uid }) },
    status,
  };
  try {
    await kube.applyStatus(dataPlaneType, object, { fieldManager: statusManager, force: true }, signal);
  } catch (error) {
    // Deleted in the meantime: nobody is left to tell.
    if (!isKubeError(error, 'KubeNotFound')) throw error;
  }
}

/** Events on what a person would want to have been told: steps, drift, standstill and its end. */
function tell(
  { events }: DataPlaneEngineOptions,
  resource: DataPlane,
  decision: Decision,
  status: DataPlaneStatus,
  { acting }: DesiredPlane,
): void {
  for (const change of decision.changes) {
    if (acting && change.action === 'apply' && change.reason === 'Drifted') {
      events.record(resource, 'Warning', 'DriftCorrected', `Somebody else changed it: ${describeChange(change)}.`);
    }
  }
  const stalled = status.conditions?.find(({ type }) => type === 'Stalled');
  const before = resource.status?.conditions?.find(({ type }) => type === 'Stalled');
  if (stalled?.status === 'True' && (before?.status !== 'True' || before.reason !== stalled.reason)) {
    events.record(resource, 'Warning', stalled.reason, stalled.message);
    return;
  }
  if (status.phase !== resource.status?.phase && status.phase !== undefined) {
    const ready = status.conditions?.find(({ type }) => type === 'Ready');
    events.record(
      resource,
      'Normal',
      `Phase${status.phase}`,
      ready?.message ?? `The plane is in phase ${status.phase}.`,
    );
  }
}
