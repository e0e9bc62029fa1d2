import { BraintrustError } from '../braintrust/braintrust-error.ts';
import { present, provenAbsent, unknownBecause, type Observation } from '../braintrust/observation.ts';
import { envVarKey, envVarsWithIds, type EnvVarRow, type EnvVarScope } from '../braintrust/resources/env-var.ts';
import type { Session } from './context.ts';
import type { StoredRow } from './stored-secret.ts';
import type { Verdict } from './verdict.ts';

/** Where a variable belongs, or why that cannot be told. */
export type VariableScope =
  ({ readonly state: 'found' } & EnvVarScope) | { readonly state: 'missing'; readonly verdict: Verdict };

export function rowOfVariable(row: EnvVarRow): StoredRow {
  const { id, name, metadata, preview, secretUpdatedAt, secretUpdatedBy, created } = row;
  return { id, name, type: row.secretType, metadata, preview, secretUpdatedAt, secretUpdatedBy, created };
}

/**
 * A variable by its recorded id, else by scope and name. Where the scope can no longer be told (the project's resource
 * went first), the id alone is asked for; without an id there is nothing of ours.
 */
export async function findVariable(
  session: Session,
  scope: VariableScope,
  name: string,
  id: string | undefined,
  signal: AbortSignal,
): Promise<Observation<StoredRow>> {
  if (scope.state === 'found') {
    const table = session.mirror.envVars(scope);
    return mapped(await table.find({ id, naturalKey: envVarKey(scope, name), name }, signal));
  }
  if (id === undefined) return provenAbsent;
  try {
    const { rows, complete } = await envVarsWithIds(session.client, [id], signal);
    const row = rows.find((other) => other.id === id);
    if (row !== undefined) return present(rowOfVariable(row));
    if (complete) return provenAbsent;
    return unknownBecause(new BraintrustError('BraintrustUnexpectedAnswer', `Variable ${id} could not be looked up`));
  } catch (error) {
    if (!(error instanceof BraintrustError)) throw error;
    return unknownBecause(error);
  }
}

function mapped(seen: Observation<EnvVarRow>): Observation<StoredRow> {
  return seen.state === 'present' ? present(rowOfVariable(seen.value)) : seen;
}
