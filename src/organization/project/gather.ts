import type { Project } from '../../api/index.ts';
import { present, type Observation } from '../../braintrust/observation.ts';
import type { ProjectRow } from '../../braintrust/resources/project.ts';
import type { ProjectTagRow } from '../../braintrust/resources/project-tag.ts';
import type { Scope } from '../handler.ts';

export interface ProjectObserved {
  readonly remote: Observation<ProjectRow>;
  /** Tags of this project; not looked at where none are declared. */
  readonly tags: Observation<readonly ProjectTagRow[]>;
}

export async function gather({ resource, session }: Scope<Project>, signal: AbortSignal): Promise<ProjectObserved> {
  const { name, tags } = resource.spec;
  const id = resource.status?.remote?.id;
  const remote = await session.mirror.projects.find({ id, naturalKey: name, name }, signal);
  const wantsTags = tags !== undefined && resource.metadata.deletionTimestamp === undefined;
  if (remote.state !== 'present' || !wantsTags) return { remote, tags: present([]) };
  const all = await session.mirror.projectTags.all(signal);
  if (all.state !== 'present') return { remote, tags: all };
  return { remote, tags: present(all.value.filter(({ projectId }) => projectId === remote.value.id)) };
}
