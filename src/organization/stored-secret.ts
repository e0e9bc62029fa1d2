import type { Drift } from '../api/index.ts';
import { creationGraceMs } from '../braintrust/own-writes.ts';
import type { Observation } from '../braintrust/observation.ts';
import { canonicalJson, isPlainObject, sameJson, type Json, type JsonObject } from '../runtime/canonical-json.ts';
import { redact } from '../runtime/redaction.ts';
import type { ChangeReason } from './change.ts';
import { digest } from './digest.ts';
import type { SecretSeen } from './secrets.ts';
import type { AnyStatus, Remote } from './status.ts';
import { verdictOf, type Verdict } from './verdict.ts';

/** A provider key or a variable, whichever table it lies in. */
export interface StoredRow {
  readonly id: string;
  readonly name: string;
  readonly type: string | undefined;
  readonly metadata: JsonObject;
  readonly preview: string | undefined;
  readonly secretUpdatedAt: string | undefined;
  readonly secretUpdatedBy: string | undefined;
  readonly created: string | undefined;
}

/** Clocks of the API and of this machine may differ by so much when a row is recognised as the one we made. Milliseconds. */
const clockSkewMs = 5_000;

/** Why nothing can be decided on the Secret. */
export function secretProblem(secret: SecretSeen): Verdict | undefined {
  switch (secret.state) {
    case 'present':
      return undefined;
    case 'missing':
      return { state: 'stalled', reason: 'SecretMissing', message: secret.message };
    case 'keyMissing':
    case 'empty':
      return { state: 'stalled', reason: 'SecretKeyMissing', message: secret.message };
    case 'unreadable':
      return { state: 'stalled', reason: 'SecretUnreadable', message: secret.message };
  }
}

/** Why nothing can be decided on what was seen remotely. */
export function unknownProblem<T>(observation: Observation<T>): Verdict | undefined {
  return observation.state === 'unknown' ? verdictOf(observation.reason) : undefined;
}

interface Owned {
  readonly spec: { readonly policy: { readonly adoption: 'Adopt' | 'Refuse' } };
  readonly status?: AnyStatus;
  readonly metadata: { readonly creationTimestamp?: string };
}

/** An object of that name was there before, and the policy is not to take it over. */
export function adoptionRefused(
  resource: Owned,
  row: { readonly id: string; readonly name: string; readonly created: string | undefined },
): Verdict | undefined {
  if (resource.spec.policy.adoption === 'Adopt' || resource.status?.remote?.id === row.id) return undefined;
  if (madeSince(row.created, resource.status?.attempt?.startedAt)) return undefined;
  const message = `${JSON.stringify(row.name)} exists already (${row.id}) and was not made by this resource. Set spec.policy.adoption to Adopt to take it over, or use another name.`;
  return { state: 'stalled', reason: 'AdoptionRefused', message };
}

/** Whether what is to be deleted is ours: recorded as such, or made after this resource was, in a pass that was cut off. */
export function isOurs(resource: Owned, row: { readonly id: string; readonly created: string | undefined }): boolean {
  const { status } = resource;
  if (status?.remote !== undefined) return status.remote.id === row.id;
  const since =
    resource.spec.policy.adoption === 'Refuse' ? status?.attempt?.startedAt : resource.metadata.creationTimestamp;
  return madeSince(row.created, since);
}

function madeSince(created: string | undefined, since: string | undefined): boolean {
  return created !== undefined && since !== undefined && Date.parse(created) >= Date.parse(since) - clockSkewMs;
}

/** A create was under way when the last pass ended, and lists may not show it yet. */
export function withinGrace(status: AnyStatus | undefined, nowMs: number): Verdict | undefined {
  if (status?.attempt === undefined) return undefined;
  const left = Date.parse(status.attempt.startedAt) + creationGraceMs - nowMs;
  if (left <= 0 || left > creationGraceMs) return undefined;
  const message = `A create of ${status.attempt.naturalKey} was cut off; whether it was carried out shows within ${creationGraceMs / 1000} seconds.`;
  return { state: 'waiting', reason: 'WithinGrace', message, afterMs: left };
}

/** Why the value must be sent, if it must. */
function valueReason(row: StoredRow, recorded: Remote | undefined, hash: string): ChangeReason | undefined {
  // What an adopted object holds cannot be read: it is set, once.
  if (recorded?.id !== row.id || recorded.secretHash === undefined) return 'Adopted';
  if (recorded.secretHash !== hash) return 'SecretChanged';
  const moved = recorded.secretUpdatedAt !== instant(row.secretUpdatedAt);
  return moved || recorded.preview !== row.preview ? 'RotatedOutOfBand' : undefined;
}

/** Drift of the value: told by when and by whom, never by what. */
function valueDrift(row: StoredRow, reason: ChangeReason | undefined): Drift[] {
  if (reason !== 'RotatedOutOfBand') return [];
  return [{ field: 'secretRef', ...(row.secretUpdatedBy === undefined ? {} : { by: row.secretUpdatedBy }) }];
}

/** What is recorded once the API has accepted: the hash of the value that was sent, and what the API then shows of it. */
export function acceptedRemote(
  row: StoredRow,
  hash: string | undefined,
  recorded: Remote | undefined,
  declared: unknown,
): Remote {
  const before = recorded?.id === row.id ? recorded : undefined;
  return {
    id: row.id,
    preview: row.preview,
    secretHash: hash ?? before?.secretHash,
    secretUpdatedAt: instant(row.secretUpdatedAt),
    metadataHash: digest(declared),
  };
}

/** What was accepted before, of a row that is as declared now, also where the answer that would have said so was lost. */
export function confirmedRemote(recorded: Remote | undefined, declared: unknown): { readonly remote?: Remote } {
  return recorded === undefined ? {} : { remote: { ...recorded, metadataHash: digest(declared) } };
}

interface MetadataDifference {
  /** What must be sent: the declared keys that differ. */
  readonly differing: JsonObject;
  readonly drift: readonly Drift[];
  /** Something must go that a merge cannot take away. */
  readonly clears: boolean;
}

/** Key by key: one that is not declared is left alone. */
function metadataDifference(declared: JsonObject, observed: JsonObject): MetadataDifference {
  const keys = Object.keys(declared).filter((key) => !sameJson(declared[key], observed[key]));
  return {
    differing: Object.fromEntries(keys.map((key) => [key, declared[key] ?? null])),
    drift: keys.map((key) => driftOf(`metadata.${key}`, declared[key], observed[key])),
    clears: keys.some((key) => losesKeys(declared[key], observed[key])),
  };
}

export function driftOf(field: string, desired: Json | undefined, observed: Json | undefined): Drift {
  return {
    field,
    ...(desired === undefined ? {} : { desired: shown(desired) }),
    ...(observed === undefined ? {} : { observed: shown(observed) }),
  };
}

function shown(value: Json): string {
  return redact(typeof value === 'string' ? value : canonicalJson(value));
}

function losesKeys(declared: unknown, observed: unknown): boolean {
  if (!isPlainObject(declared) || !isPlainObject(observed)) return false;
  return Object.keys(observed).some((key) => !(key in declared) || losesKeys(declared[key], observed[key]));
}

/** An instant of the API in one spelling, so that it can be compared and stored; undefined where it is none. */
function instant(text: string | undefined): string | undefined {
  const ms = Date.parse(text ?? '');
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}

/** Of several ways to bring a row about, what they share: what differs, and whether the value must go along. */
export interface Correction {
  readonly reason: ChangeReason;
  readonly sendSecret: boolean;
  readonly fields: readonly string[];
  readonly metadata: MetadataDifference;
  readonly drift: readonly Drift[];
}

/** What must be corrected of a row that is there; undefined where it is as declared. */
export function correctionOf(
  row: StoredRow,
  recorded: Remote | undefined,
  hash: string,
  declared: { readonly name: string; readonly type?: string; readonly metadata: JsonObject },
): Correction | undefined {
  const value = valueReason(row, recorded, hash);
  const metadata = metadataDifference(declared.metadata, row.metadata);
  const drift = [
    ...(row.name === declared.name ? [] : [driftOf('name', declared.name, row.name)]),
    ...(declared.type === undefined || row.type === declared.type ? [] : [driftOf('type', declared.type, row.type)]),
    ...metadata.drift,
    ...valueDrift(row, value),
  ];
  if (value === undefined && drift.length === 0) return undefined;
  const fields = drift.map(({ field }) => field);
  return {
    reason: value ?? 'FieldDiffers',
    sendSecret: value !== undefined,
    fields: value === undefined || fields.includes('secretRef') ? fields : [...fields, 'secretRef'],
    metadata,
    drift,
  };
}
