import type { Project } from '../api/index.ts';
import type { Observation } from '../braintrust/observation.ts';
import type { Session } from './context.ts';
import type { EngineState } from './engine-state.ts';
import type { Dependant } from './kinds.ts';
import { listed } from './listed.ts';
import { verdictOf, type Verdict } from './verdict.ts';

interface ProjectReference {
  readonly ref?: string | undefined;
  readonly name?: string | undefined;
}

export type Target =
  { readonly state: 'found'; readonly id: string } | { readonly state: 'missing'; readonly verdict: Verdict };

/** The project that a resource names, by our resource or by the vendor's name, as it is in the organization now. */
export async function findProject(
  engine: EngineState,
  session: Session,
  resource: Dependant,
  reference: ProjectReference,
  signal: AbortSignal,
): Promise<Target> {
  const named = nameOfProject(engine, resource, reference);
  if ('verdict' in named) return { state: 'missing', verdict: named.verdict };
  const { id, name } = named;
  const seen: Observation<{ id: string }> = await session.mirror.projects.find({ id, naturalKey: name, name }, signal);
  if (seen.state === 'present') return { state: 'found', id: seen.value.id };
  if (seen.state === 'unknown') return { state: 'missing', verdict: verdictOf(seen.reason) };
  const message = `The organization has no project named ${JSON.stringify(name)}. Create it, or correct the reference.`;
  return { state: 'missing', verdict: { state: 'waiting', reason: 'ProjectMissing', message } };
}

type Named = { readonly id?: string; readonly name: string } | { readonly verdict: Verdict };

function nameOfProject({ options }: EngineState, resource: Dependant, reference: ProjectReference): Named {
  if (reference.name !== undefined) return { name: reference.name };
  const namespace = resource.metadata.namespace ?? '';
  const label = `Project ${namespace}/${reference.ref ?? ''}`;
  const project = listed(options.lists, 'Project', { namespace, name: reference.ref ?? '' });
  const waits = (message: string): Named => ({ verdict: { state: 'waiting', reason: 'ProjectMissing', message } });
  if (project === undefined) return waits(`${label} does not exist. Create it, or correct the reference.`);
  if (!sameOrganization(project, resource))
    return waits(`${label} belongs to another Organization. Correct the reference.`);
  if (project.status?.remote === undefined)
    return waits(`${label} has not been made yet. This waits for it; look there.`);
  return { id: project.status.remote.id, name: project.spec.name };
}

function sameOrganization(project: Project, resource: Dependant): boolean {
  const [a, b] = [project.spec.organizationRef, resource.spec.organizationRef];
  const own = resource.metadata.namespace;
  return a.name === b.name && (a.namespace ?? own) === (b.namespace ?? own);
}
