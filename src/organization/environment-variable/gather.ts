import type { EnvironmentVariable } from '../../api/index.ts';
import type { Observation } from '../../braintrust/observation.ts';
import type { Scope } from '../handler.ts';
import { findProject } from '../project-target.ts';
import type { SecretRead, SecretRef, SecretSeen } from '../secrets.ts';
import type { StoredRow } from '../stored-secret.ts';
import { findVariable, type VariableScope } from '../variable-lookup.ts';

export interface VariableSeen {
  readonly secret: SecretSeen;
  readonly scope: VariableScope;
  readonly remote: Observation<StoredRow>;
}

export interface VariableObserved extends VariableSeen {
  /** For act: the value, where it was read in this pass. */
  readonly read: SecretRead;
}

export function secretRefOf(resource: EnvironmentVariable): SecretRef {
  return { namespace: resource.metadata.namespace ?? '', ...resource.spec.secretRef };
}

export async function gather(scope: Scope<EnvironmentVariable>, signal: AbortSignal): Promise<VariableObserved> {
  const { resource, engine, session } = scope;
  const read: SecretRead =
    resource.metadata.deletionTimestamp === undefined
      ? await engine.secrets.read(secretRefOf(resource), signal)
      : { seen: { state: 'missing', message: 'not needed to delete' } };
  const belongs = await scopeOf(scope, signal);
  const id = resource.status?.remote?.id;
  const remote = await findVariable(session, belongs, resource.spec.name, id, signal);
  return { secret: read.seen, read, scope: belongs, remote };
}

async function scopeOf(
  { engine, session, resource }: Scope<EnvironmentVariable>,
  signal: AbortSignal,
): Promise<VariableScope> {
  const { scope } = resource.spec;
  switch (scope.type) {
    case 'Organization':
      return { state: 'found', objectType: 'organization', objectId: session.organization.id };
    case 'Function':
      return { state: 'found', objectType: 'function', objectId: scope.functionId };
    case 'Project': {
      const project = await findProject(engine, session, resource, scope.project, signal);
      return project.state === 'found' ? { state: 'found', objectType: 'project', objectId: project.id } : project;
    }
  }
}
