import type { EnvironmentVariable } from '../../api/index.ts';
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
import type { VariableScope } from '../variable-lookup.ts';
import type { Verdict } from '../verdict.ts';
import type { VariableSeen } from './gather.ts';

const synced: Verdict = { state: 'ready', reason: 'Synced', message: 'The variable is set as declared.' };

export function decide(resource: EnvironmentVariable, seen: VariableSeen, nowMs: number): Decision {
  if (resource.metadata.deletionTimestamp !== undefined) return deletion(resource, seen);
  const { scope, remote, secret } = seen;
  if (scope.state === 'missing') return standing(secretProblem(secret) ?? scope.verdict);
  const problem =
    secretProblem(secret) ??
    unknownProblem(remote) ??
    (remote.state === 'present' ? adoptionRefused(resource, remote.value) : withinGrace(resource.status, nowMs));
  if (problem !== undefined) return standing(problem);
  if (remote.state !== 'present') {
    return { verdict: synced, changes: [creation(resource, scope)], drift: [], status: {} };
  }
  const hash = secret.state === 'present' ? secret.hash : '';
  const declared = { name: resource.spec.name, metadata: resource.spec.metadata ?? {} };
  const correction = correctionOf(remote.value, resource.status?.remote, hash, declared);
  if (correction === undefined) return standing(synced, confirmedRemote(resource.status?.remote, declared.metadata));
  return {
    verdict: synced,
    changes: [correcting(resource, remote.value, correction)],
    drift: correction.drift,
    status: {},
  };
}

type Found = Extract<VariableScope, { state: 'found' }>;

/** PUT replaces by scope and name, so that a call whose answer was lost can be made again. */
function creation({ spec }: EnvironmentVariable, { objectType, objectId }: Found): Change {
  return {
    operation: 'env_var.put',
    reason: 'Missing',
    name: spec.name,
    objectType,
    objectId,
    sendSecret: true,
    ...(spec.metadata === undefined ? {} : { metadata: spec.metadata }),
    ...(spec.policy.adoption === 'Refuse' ? { attempt: true } : {}),
  };
}

/** Values of the metadata are text, which a merge can always replace: nothing has to be cleared. */
function correcting({ spec }: EnvironmentVariable, row: StoredRow, correction: Correction): Change {
  const { reason, sendSecret, fields, metadata } = correction;
  return {
    operation: 'env_var.patch',
    id: row.id,
    reason,
    sendSecret,
    fields,
    name: spec.name,
    ...(Object.keys(metadata.differing).length === 0 ? {} : { metadata: metadata.differing }),
  };
}

function deletion(resource: EnvironmentVariable, { remote }: VariableSeen): Decision {
  const gone: Verdict = { state: 'ready', reason: 'Deleting', message: 'Nothing of it is left in the organization.' };
  if (resource.spec.policy.deletion === 'Retain') return standing(gone);
  const unknown = unknownProblem(remote);
  if (unknown !== undefined) return standing(unknown);
  if (remote.state !== 'present' || !isOurs(resource, remote.value)) return standing(gone);
  const change: Change = {
    operation: 'env_var.delete',
    reason: 'ResourceDeleted',
    id: remote.value.id,
    name: resource.spec.name,
    destructive: true,
  };
  return { ...standing(gone), changes: [change] };
}
