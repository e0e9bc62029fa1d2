import type { AIProvider } from '../../api/index.ts';
import type { Change } from '../change.ts';
import { standing, type Decision } from '../handler.ts';
import {
  adoptionRefused,
  confirmedRemote,
  correctionOf,
  isOurs,
  secretProblem,
  unknownProblem,
  withinGrace,
  type Correction,
  type StoredRow,
} from '../stored-secret.ts';
import type { Verdict } from '../verdict.ts';
import { copyChanges } from './copies.ts';
import type { AIProviderSeen, Place } from './gather.ts';
import { wireMetadata } from './metadata.ts';

const synced: Verdict = { state: 'ready', reason: 'Synced', message: 'The organization has the key as declared.' };

export function decide(resource: AIProvider, seen: AIProviderSeen, nowMs: number): Decision {
  if (resource.metadata.deletionTimestamp !== undefined) return deletion(resource, seen);
  const problem =
    secretProblem(seen.secret) ??
    placeProblem(seen.place) ??
    unknownProblem(seen.remote) ??
    (seen.remote.state === 'present'
      ? adoptionRefused(resource, seen.remote.value)
      : withinGrace(resource.status, nowMs));
  if (problem !== undefined) return standing(problem);
  const hash = seen.secret.state === 'present' ? seen.secret.hash : undefined;
  const copies = copyChanges(resource, seen.copies, hash);
  if (seen.remote.state !== 'present') {
    return { verdict: synced, changes: [creation(resource, seen.place), ...copies], drift: [], status: {} };
  }
  const row = seen.remote.value;
  const { name, type } = resource.spec;
  const metadata = wireMetadata(type, resource.spec.metadata);
  const correction = correctionOf(row, resource.status?.remote, hash ?? '', { name, type, metadata });
  if (correction === undefined) {
    const status = confirmedRemote(resource.status?.remote, [type, metadata]);
    return { verdict: synced, changes: copies, drift: [], status };
  }
  const changes = [correcting(resource, seen.place, row, correction), ...copies];
  return { verdict: synced, changes, drift: correction.drift, status: {} };
}

function placeProblem(place: Place): Verdict | undefined {
  return place.state === 'missing' ? place.verdict : undefined;
}

/** PUT replaces by name, so that a call whose answer was lost can be made again. */
function creation({ spec }: AIProvider, place: Place): Change {
  const common = {
    reason: 'Missing' as const,
    name: spec.name,
    sendSecret: true,
    metadata: wireMetadata(spec.type, spec.metadata),
    ...(spec.policy.adoption === 'Refuse' ? { attempt: true } : {}),
  };
  return place.state === 'found'
    ? {
        operation: 'env_var.put',
        objectType: place.objectType,
        objectId: place.objectId,
        secretType: spec.type,
        ...common,
      }
    : { operation: 'ai_secret.put', type: spec.type, ...common };
}

/** PATCH merges and so leaves alone what is not declared; PUT, with all that was there, where a key must go. */
function correcting({ spec }: AIProvider, place: Place, row: StoredRow, correction: Correction): Change {
  const { reason, sendSecret, fields, metadata } = correction;
  const common = { reason, sendSecret, fields, name: spec.name };
  if (metadata.clears && !fields.includes('name')) {
    const whole = { ...row.metadata, ...metadata.differing };
    return place.state === 'found'
      ? {
          operation: 'env_var.put',
          objectType: place.objectType,
          objectId: place.objectId,
          secretType: spec.type,
          metadata: whole,
          ...common,
        }
      : { operation: 'ai_secret.put', type: spec.type, metadata: whole, ...common };
  }
  const changed = {
    id: row.id,
    ...common,
    ...(Object.keys(metadata.differing).length === 0 ? {} : { metadata: metadata.differing }),
  };
  const retyped = fields.includes('type');
  return place.state === 'found'
    ? { operation: 'env_var.patch', ...changed, ...(retyped ? { secretType: spec.type } : {}) }
    : {
        operation: 'ai_secret.patch',
        ...changed,
        ...(retyped ? { type: spec.type } : {}),
        ...(fields.includes('name') ? { rename: true } : {}),
      };
}

/** Copies first: while the provider is there, it says where they are. */
function deletion(resource: AIProvider, seen: AIProviderSeen): Decision {
  const gone: Verdict = { state: 'ready', reason: 'Deleting', message: 'Nothing of it is left in the organization.' };
  const copies = copyChanges(resource, [], undefined);
  if (resource.spec.policy.deletion === 'Retain') return { ...standing(gone), changes: copies };
  const unknown = unknownProblem(seen.remote);
  if (unknown !== undefined) return { ...standing(unknown), changes: copies };
  if (seen.remote.state !== 'present' || !isOurs(resource, seen.remote.value))
    return { ...standing(gone), changes: copies };
  const common = {
    reason: 'ResourceDeleted' as const,
    id: seen.remote.value.id,
    name: resource.spec.name,
    destructive: true,
  };
  const change: Change =
    seen.place.state === 'organization'
      ? { operation: 'ai_secret.delete', ...common }
      : { operation: 'env_var.delete', ...common };
  return { ...standing(gone), changes: [...copies, change] };
}
