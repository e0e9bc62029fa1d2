import type { AIProvider } from '../../api/index.ts';
import { deleteAiSecret, patchAiSecret, putAiSecret, type AiSecretRow } from '../../braintrust/resources/ai-secret.ts';
import type { SecretValue } from '../../runtime/secret-value.ts';
import type { Change, ChangeOf } from '../change.ts';
import { nothing, type Acted, type Scope } from '../handler.ts';
import type { StatusPatch } from '../status.ts';
import { acceptedRemote, type StoredRow } from '../stored-secret.ts';
import { deleteVariable, writeVariable } from '../variable-act.ts';
import { applyCopy, deleteCopy } from './copies.ts';
import { secretRefOf, type AIProviderObserved } from './gather.ts';
import { wireMetadata } from './metadata.ts';

export async function act(
  scope: Scope<AIProvider>,
  change: Change,
  observed: AIProviderObserved,
  done: StatusPatch,
  signal: AbortSignal,
): Promise<Acted> {
  const { session } = scope;
  switch (change.operation) {
    case 'ai_secret.put':
    case 'ai_secret.patch':
    case 'env_var.put':
    case 'env_var.patch':
      return write(scope, change, observed, signal);
    case 'ai_secret.delete':
      await deleteAiSecret(session.client, change.id, signal);
      session.mirror.aiSecrets.removed(change.id);
      return { status: { remote: undefined } };
    case 'env_var.delete':
      if (observed.place.state === 'organization') return nothing;
      await deleteVariable(session, observed.place, change.id, signal);
      return { status: { remote: undefined } };
    case 'copy.apply':
      return copy(scope, change, observed, done, signal);
    case 'copy.delete': {
      await deleteCopy(scope.engine.options.kube, scope.resource, change, signal);
      return { status: { copies: copiesWithout(scope.resource, done, change.namespace) } };
    }
    default:
      throw new Error(`an AIProvider cannot ${change.operation}`);
  }
}

type KeyWrite = ChangeOf<'ai_secret.put' | 'ai_secret.patch' | 'env_var.put' | 'env_var.patch'>;

/** The hash is recorded after the API has accepted the bytes, and is that of the bytes that were sent. */
async function write(
  scope: Scope<AIProvider>,
  change: KeyWrite,
  observed: AIProviderObserved,
  signal: AbortSignal,
): Promise<Acted> {
  const { engine, resource } = scope;
  const value = change.sendSecret
    ? await engine.secrets.value(secretRefOf(resource), observed.read, signal)
    : undefined;
  if (change.sendSecret && value === undefined) return { status: {}, contradicted: true };
  const row = await written(scope, change, value, signal);
  if (row === undefined) return { status: {}, contradicted: true };
  const hash = value === undefined ? undefined : engine.secrets.hash(value);
  const { type, metadata } = resource.spec;
  const declared = [type, wireMetadata(type, metadata)];
  return { status: { remote: acceptedRemote(row, hash, resource.status?.remote, declared) } };
}

async function written(
  { session }: Scope<AIProvider>,
  change: KeyWrite,
  value: SecretValue | undefined,
  signal: AbortSignal,
): Promise<StoredRow | undefined> {
  if (change.operation === 'env_var.put' || change.operation === 'env_var.patch') {
    return writeVariable(session, change, value, signal);
  }
  const { client, mirror, organization } = session;
  const { name, metadata, type } = change;
  let row: AiSecretRow;
  if (change.operation === 'ai_secret.patch') {
    const rename = change.rename === true ? { name } : {};
    row = await patchAiSecret(client, change.id, { ...rename, type, metadata, secret: value }, signal);
  } else {
    const wanted = { naturalKey: name, name };
    if (change.attempt === true && (await mirror.aiSecrets.prove(wanted, signal)).state !== 'provenAbsent') {
      return undefined;
    }
    row = await putAiSecret(
      client,
      { name, type, metadata, secret: value, organizationName: organization.name },
      signal,
    );
  }
  mirror.aiSecrets.wrote(row);
  return row;
}

async function copy(
  { engine, resource }: Scope<AIProvider>,
  change: ChangeOf<'copy.apply'>,
  observed: AIProviderObserved,
  done: StatusPatch,
  signal: AbortSignal,
): Promise<Acted> {
  const value = await engine.secrets.value(secretRefOf(resource), observed.read, signal);
  if (value === undefined) return { status: {}, contradicted: true };
  const { namespace, secretName } = change;
  if (!(await applyCopy(engine.options.kube, resource, change, value, signal))) {
    const message = `Secret ${namespace}/${secretName} exists already and is not a copy of this key. Set spec.copies.secretName, or remove that Secret.`;
    return { status: {}, verdict: { state: 'stalled', reason: 'CopyRefused', message } };
  }
  const others = copiesWithout(resource, done, namespace) ?? [];
  const copies = [...others, { namespace, secretName, secretHash: engine.secrets.hash(value) }];
  return { status: { copies: copies.sort((a, b) => (a.namespace < b.namespace ? -1 : 1)) } };
}

function copiesWithout(resource: AIProvider, done: StatusPatch, namespace: string): StatusPatch['copies'] {
  const left = (done.copies ?? resource.status?.copies ?? []).filter((other) => other.namespace !== namespace);
  return left.length === 0 ? undefined : left;
}
