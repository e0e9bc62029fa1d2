import type { Project } from '../../api/index.ts';
import { getRow } from '../../braintrust/get-row.ts';
import { deleteProject, patchProject, postProject, projectKind } from '../../braintrust/resources/project.ts';
import { deleteProjectTag, putProjectTag } from '../../braintrust/resources/project-tag.ts';
import type { Change, ChangeOf } from '../change.ts';
import { type Acted, type Scope } from '../handler.ts';
import type { StatusPatch } from '../status.ts';
import type { ProjectObserved } from './gather.ts';

export async function act(
  scope: Scope<Project>,
  change: Change,
  _observed: ProjectObserved,
  done: StatusPatch,
  signal: AbortSignal,
): Promise<Acted> {
  const { client, mirror } = scope.session;
  switch (change.operation) {
    case 'project.create':
      return create(scope, change, signal);
    case 'project.patch':
      return patch(scope, change, done, signal);
    case 'project.delete':
      await deleteProject(client, change.id, signal);
      mirror.projects.removed(change.id);
      return { status: { remote: undefined, tags: undefined } };
    case 'project_tag.put': {
      const projectId = change.projectId ?? done.remote?.id;
      if (projectId === undefined) return { status: {}, contradicted: true };
      const { name, description, color } = change;
      const row = await putProjectTag(client, { projectId, name, description, color }, signal);
      mirror.projectTags.wrote(row);
      return { status: { tags: withTag(scope.resource, done, name, row.id) } };
    }
    case 'project_tag.delete':
      await deleteProjectTag(client, change.id, signal);
      mirror.projectTags.removed(change.id);
      return { status: {} };
    default:
      throw new Error(`a Project cannot ${change.operation}`);
  }
}

/**
 * The list said that the name is free. Where the policy is to take nothing over, the API is asked once more; where it
 * answers with a project that was there, that one has not been changed and is decided on anew.
 */
async function create(
  { session, resource }: Scope<Project>,
  change: ChangeOf<'project.create'>,
  signal: AbortSignal,
): Promise<Acted> {
  const { client, mirror, organization } = session;
  const { name, description } = change;
  if (resource.spec.policy.adoption === 'Refuse') {
    const seen = await mirror.projects.prove({ naturalKey: name, name }, signal);
    if (seen.state !== 'provenAbsent') return { status: {}, contradicted: true };
  }
  const { row, foundExisting } = await postProject(
    client,
    { name, description, organizationName: organization.name },
    signal,
  );
  mirror.projects.wrote(row);
  if (foundExisting === true) return { status: {}, contradicted: true };
  return { status: { remote: { id: row.id } } };
}

/**
 * All settings are sent, because the API replaces them. They are read at the last moment, so that what others manage, and
 * what this version does not know, goes back as it is now and not as it was at the last resync.
 */
async function patch(
  { session }: Scope<Project>,
  change: ChangeOf<'project.patch'>,
  done: StatusPatch,
  signal: AbortSignal,
): Promise<Acted> {
  const { client, mirror } = session;
  const id = change.id ?? done.remote?.id;
  if (id === undefined) return { status: {}, contradicted: true };
  const { description } = change;
  const name = change.rename === true ? change.name : undefined;
  let settings = change.settings;
  if (settings !== undefined && change.id !== undefined) {
    const now = await getRow(client, projectKind, id, signal);
    if (now === undefined) {
      mirror.projects.doubt();
      return { status: {}, contradicted: true };
    }
    settings = { ...now.settings, ...settings };
  }
  const row = await patchProject(client, id, { name, description, settings }, signal);
  mirror.projects.wrote(row);
  return { status: { remote: { id: row.id } } };
}

function withTag({ spec, status }: Project, done: StatusPatch, name: string, id: string): StatusPatch['tags'] {
  const known = new Map((done.tags ?? status?.tags ?? []).map((tag) => [tag.name, tag.id]));
  known.set(name, id);
  return (spec.tags ?? []).flatMap((tag) => {
    const found = known.get(tag.name);
    return found === undefined ? [] : [{ name: tag.name, id: found }];
  });
}
