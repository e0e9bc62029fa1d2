import {
  deleteEnvVar,
  envVarKey,
  patchEnvVar,
  putEnvVar,
  type EnvVarRow,
  type EnvVarScope,
} from '../braintrust/resources/env-var.ts';
import type { SecretValue } from '../runtime/secret-value.ts';
import type { ChangeOf } from './change.ts';
import type { Session } from './context.ts';
import type { StoredRow } from './stored-secret.ts';
import { rowOfVariable, type VariableScope } from './variable-lookup.ts';

/** Writes a variable; undefined where it must not be there yet and that could not be shown. */
export async function writeVariable(
  session: Session,
  change: ChangeOf<'env_var.put'> | ChangeOf<'env_var.patch'>,
  value: SecretValue | undefined,
  signal: AbortSignal,
): Promise<StoredRow | undefined> {
  const write = { name: change.name, value, metadata: change.metadata, secretType: change.secretType };
  if (change.operation === 'env_var.patch') {
    return recorded(session, await patchEnvVar(session.client, change.id, write, signal));
  }
  const scope: EnvVarScope = { objectType: change.objectType, objectId: change.objectId };
  if (change.attempt === true) {
    const wanted = { naturalKey: envVarKey(scope, change.name), name: change.name };
    const seen = await session.mirror.envVars(scope).prove(wanted, signal);
    if (seen.state !== 'provenAbsent') return undefined;
  }
  return recorded(session, await putEnvVar(session.client, { ...scope, ...write }, signal));
}

export async function deleteVariable(
  session: Session,
  scope: VariableScope,
  id: string,
  signal: AbortSignal,
): Promise<void> {
  await deleteEnvVar(session.client, id, signal);
  if (scope.state === 'found') session.mirror.envVars(scope).removed(id);
}

export function doubtVariables(session: Session, scope: VariableScope): void {
  if (scope.state === 'found') session.mirror.envVars(scope).doubt();
}

function recorded(session: Session, row: EnvVarRow): StoredRow {
  session.mirror.envVars(row).wrote(row);
  return rowOfVariable(row);
}
