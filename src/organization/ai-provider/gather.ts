import type { AIProvider } from '../../api/index.ts';
import { present, type Observation } from '../../braintrust/observation.ts';
import type { Scope } from '../handler.ts';
import { findProject } from '../project-target.ts';
import type { SecretRead, SecretRef, SecretSeen } from '../secrets.ts';
import type { StoredRow } from '../stored-secret.ts';
import { findVariable, type VariableScope } from '../variable-lookup.ts';
import { confirmLost, wantedCopies, type WantedCopy } from './copies.ts';

/** Organization-wide keys have a table of their own; a project's key is a variable of the project. */
export type Place = { readonly state: 'organization' } | VariableScope;

export interface AIProviderSeen {
  readonly secret: SecretSeen;
  readonly place: Place;
  readonly remote: Observation<StoredRow>;
  readonly copies: readonly WantedCopy[];
}

export interface AIProviderObserved extends AIProviderSeen {
  /** For act: the value, where it was read in this pass. */
  readonly read: SecretRead;
}

export function secretRefOf(resource: AIProvider): SecretRef {
  return { namespace: resource.metadata.namespace ?? '', ...resource.spec.secretRef };
}

export async function gather(scope: Scope<AIProvider>, signal: AbortSignal): Promise<AIProviderObserved> {
  const { resource, engine, session } = scope;
  const read: SecretRead =
    resource.metadata.deletionTimestamp === undefined
      ? await engine.secrets.read(secretRefOf(resource), signal)
      : { seen: { state: 'missing', message: 'not needed to delete' } };
  const place = await placeOf(scope, signal);
  const { name } = resource.spec;
  const id = resource.status?.remote?.id;
  const remote =
    place.state === 'organization'
      ? asStored(await session.mirror.aiSecrets.find({ id, naturalKey: name, name }, signal))
      : await findVariable(session, place, name, id, signal);
  const { kube, lists } = engine.options;
  const copies = await confirmLost(kube, resource, wantedCopies(resource, lists), signal);
  return { secret: read.seen, read, place, remote, copies };
}

async function placeOf({ engine, session, resource }: Scope<AIProvider>, signal: AbortSignal): Promise<Place> {
  if (resource.spec.project === undefined) return { state: 'organization' };
  const project = await findProject(engine, session, resource, resource.spec.project, signal);
  return project.state === 'found' ? { state: 'found', objectType: 'project', objectId: project.id } : project;
}

function asStored(seen: Observation<StoredRow>): Observation<StoredRow> {
  return seen.state === 'present' ? present(seen.value) : seen;
}
