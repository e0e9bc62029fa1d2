import type { Condition, Drift, OrganizationStatus, ProjectStatus, AIProviderStatus } from '../api/index.ts';
import { sameJson } from '../runtime/canonical-json.ts';
import { rfc3339 } from '../runtime/clock.ts';
import type { EngineState } from './engine-state.ts';
import { conditionsOf, type Report } from './conditions.ts';
import { resourceTypes, type OrganizationResource } from './kinds.ts';

const statusManager = 'planewright-status';

/** What identifies the remote object and what was accepted of a secret; each kind uses its part. */
export interface Remote {
  readonly id: string;
  readonly objectId?: string | undefined;
  readonly preview?: string | undefined;
  readonly secretHash?: string | undefined;
  readonly secretUpdatedAt?: string | undefined;
  readonly metadataHash?: string | undefined;
}

/** Fields that a kind's own decide and act set; a key with undefined clears. */
export interface StatusPatch {
  readonly remote?: Remote | undefined;
  readonly tags?: ProjectStatus['tags'];
  readonly copies?: AIProviderStatus['copies'];
  readonly organization?: OrganizationStatus['organization'];
  readonly previousApiUrl?: string | undefined;
  readonly checks?: OrganizationStatus['checks'];
}

export interface Attempt {
  readonly operation: string;
  readonly naturalKey: string;
  readonly startedAt: string;
}

export interface Failures {
  readonly count: number;
  readonly nextAttemptAt: string;
}

/** A status of any of the kinds, as it is read and written here. */
export interface AnyStatus extends StatusPatch {
  readonly observedGeneration?: number | undefined;
  readonly conditions?: readonly Condition[] | undefined;
  readonly attempt?: Attempt | undefined;
  readonly failures?: Failures | undefined;
  readonly drift?: readonly Drift[] | undefined;
}

export interface StatusInput {
  readonly report: Report;
  readonly patch: StatusPatch;
  readonly attempt: Attempt | undefined;
  readonly failures: Failures | undefined;
}

const longestValue = 1024;
const mostDrift = 64;

/** The whole status after a pass. Equal input gives an equal status, so that nothing is written when nothing changed. */
export function nextStatus(resource: OrganizationResource, input: StatusInput, nowMs: number): AnyStatus {
  const previous: AnyStatus = resource.status ?? {};
  const { generation } = resource.metadata;
  const drift = input.report.drift.slice(0, mostDrift).map(bounded);
  return withoutEmpty({
    ...previous,
    ...input.patch,
    observedGeneration: generation,
    conditions: conditionsOf(input.report, previous.conditions ?? [], generation, nowMs),
    attempt: input.attempt,
    failures: input.failures,
    drift: drift.length === 0 ? undefined : drift,
  });
}

export function attemptAt(operation: string, naturalKey: string, nowMs: number): Attempt {
  return { operation, naturalKey: naturalKey.slice(0, longestValue), startedAt: rfc3339(nowMs) };
}

/** Writes the status if it differs from the one that the resource has; answers the resource as it is then. */
export async function writeStatus<R extends OrganizationResource>(
  { options: { kube }, own }: Pick<EngineState, 'options' | 'own'>,
  resource: R,
  status: AnyStatus,
  signal: AbortSignal,
): Promise<R> {
  if (sameJson(status, resource.status ?? {})) return resource;
  const { name, namespace, uid } = resource.metadata;
  const object = {
    apiVersion: resource.apiVersion,
    kind: resource.kind,
    // The UID keeps a status from landing on another object that was made under the same name meanwhile.
    metadata: { name, ...(namespace === undefined ? {} : { namespace }), ...(uid === undefined ? {} : { uid }) },
    status,
  };
  const type = resourceTypes[resource.kind];
  const written = await kube.applyStatus(type, object, { fieldManager: statusManager, force: true }, signal);
  const after = { ...resource, metadata: written.metadata, status };
  own.wrote(resource, after);
  return after;
}

function bounded(drift: Drift): Drift {
  const cut = (text: string | undefined): string | undefined =>
    text === undefined || text.length <= longestValue ? text : `${text.slice(0, longestValue - 1)}…`;
  return withoutEmpty({ field: drift.field, desired: cut(drift.desired), observed: cut(drift.observed), by: drift.by });
}

function withoutEmpty<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
