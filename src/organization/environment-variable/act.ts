import type { EnvironmentVariable } from '../../api/index.ts';
import type { Change } from '../change.ts';
import type { Acted, Scope } from '../handler.ts';
import type { StatusPatch } from '../status.ts';
import { acceptedRemote } from '../stored-secret.ts';
import { deleteVariable, writeVariable } from '../variable-act.ts';
import { secretRefOf, type VariableObserved } from './gather.ts';

export async function act(
  { engine, session, resource }: Scope<EnvironmentVariable>,
  change: Change,
  observed: VariableObserved,
  _done: StatusPatch,
  signal: AbortSignal,
): Promise<Acted> {
  if (change.operation === 'env_var.delete') {
    await deleteVariable(session, observed.scope, change.id, signal);
    return { status: { remote: undefined } };
  }
  if (change.operation !== 'env_var.put' && change.operation !== 'env_var.patch') {
    throw new Error(`an EnvironmentVariable cannot ${change.operation}`);
  }
  const value = change.sendSecret
    ? await engine.secrets.value(secretRefOf(resource), observed.read, signal)
    : undefined;
  if (change.sendSecret && value === undefined) return { status: {}, contradicted: true };
  const row = await writeVariable(session, change, value, signal);
  if (row === undefined) return { status: {}, contradicted: true };
  const hash = value === undefined ? undefined : engine.secrets.hash(value);
  const accepted = acceptedRemote(row, hash, resource.status?.remote, resource.spec.metadata ?? {});
  const objectId = observed.scope.state === 'found' ? observed.scope.objectId : resource.status?.remote?.objectId;
  return { status: { remote: { ...accepted, objectId } } };
}
