import type { Drift, Project } from '../../api/index.ts';
import type { ProjectRow } from '../../braintrust/resources/project.ts';
import type { ProjectTagRow } from '../../braintrust/resources/project-tag.ts';
import { sameJson, type JsonObject } from '../../runtime/canonical-json.ts';
import type { Change, ChangeOf } from '../change.ts';
import { standing, type Decision } from '../handler.ts';
import type { StatusPatch } from '../status.ts';
import { adoptionRefused, driftOf, isOurs, unknownProblem, withinGrace } from '../stored-secret.ts';
import type { Verdict } from '../verdict.ts';
import type { ProjectObserved } from './gather.ts';
import { specName, wireSettings, withoutNulls } from './settings.ts';

const synced: Verdict = { state: 'ready', reason: 'Synced', message: 'The project is as declared.' };

export function decide(resource: Project, seen: ProjectObserved, nowMs: number): Decision {
  if (resource.metadata.deletionTimestamp !== undefined) return deletion(resource, seen);
  const { remote, tags } = seen;
  const problem =
    unknownProblem(remote) ??
    unknownProblem(tags) ??
    (remote.state === 'present' ? adoptionRefused(resource, remote.value) : withinGrace(resource.status, nowMs));
  if (problem !== undefined) return standing(problem);
  if (remote.state !== 'present') return { verdict: synced, changes: creation(resource), drift: [], status: {} };
  const row = remote.value;
  const there = tags.state === 'present' ? tags.value : [];
  const fields = fieldDrift(resource, row);
  const tagWork = tagsToWrite(resource, there, row.id);
  const extra = tagsToDelete(resource, there);
  return {
    verdict: synced,
    changes: [...patching(resource, row, fields), ...tagWork.changes, ...extra],
    drift: [...fields, ...tagWork.drift, ...extra.map(({ name }) => driftOf(`tags[${name}]`, undefined, name))],
    status: { remote: { id: row.id }, ...tagStatus(resource, there) },
  };
}

/** POST is not repeatable without looking: it answers with a project of that name unchanged, whoever made it. */
function creation({ spec }: Project): Change[] {
  const create: Change = {
    operation: 'project.create',
    reason: 'Missing',
    name: spec.name,
    attempt: true,
    ...(spec.description === undefined ? {} : { description: spec.description }),
  };
  const settings = wireSettings(spec.settings);
  const patch: Change[] =
    Object.keys(settings).length === 0
      ? []
      : [{ operation: 'project.patch', reason: 'Missing', name: spec.name, settings }];
  const tags = (spec.tags ?? []).map((tag) => tagPut(tag, 'Missing', undefined));
  return [create, ...patch, ...tags];
}

function fieldDrift({ spec }: Project, row: ProjectRow): Drift[] {
  const settings = wireSettings(spec.settings);
  const differing = Object.keys(settings).filter((key) => !sameSetting(settings, row.settings, key));
  return [
    ...(row.name === spec.name ? [] : [driftOf('name', spec.name, row.name)]),
    ...(spec.description === undefined || spec.description === (row.description ?? '')
      ? []
      : [driftOf('description', spec.description, row.description)]),
    ...differing.map((key) => driftOf(`settings.${specName[key] ?? key}`, settings[key], row.settings[key])),
  ];
}

function sameSetting(declared: JsonObject, observed: JsonObject, key: string): boolean {
  return sameJson(withoutNulls(declared[key] ?? null), withoutNulls(observed[key] ?? null));
}

function patching({ spec, status }: Project, row: ProjectRow, drift: readonly Drift[]): Change[] {
  if (drift.length === 0) return [];
  const fields = drift.map(({ field }) => field);
  const settings = wireSettings(spec.settings);
  const differing = Object.entries(settings).filter(([key]) => !sameSetting(settings, row.settings, key));
  const change: ChangeOf<'project.patch'> = {
    operation: 'project.patch',
    reason: status?.remote?.id === row.id ? 'FieldDiffers' : 'Adopted',
    name: spec.name,
    id: row.id,
    fields,
    ...(fields.includes('name') ? { rename: true } : {}),
    ...(fields.includes('description') && spec.description !== undefined ? { description: spec.description } : {}),
    ...(differing.length === 0 ? {} : { settings: Object.fromEntries(differing) }),
  };
  return [change];
}

type Tag = NonNullable<Project['spec']['tags']>[number];

function tagsToWrite(
  { spec }: Project,
  there: readonly ProjectTagRow[],
  projectId: string,
): { changes: Change[]; drift: Drift[] } {
  const changes: Change[] = [];
  const drift: Drift[] = [];
  for (const tag of spec.tags ?? []) {
    const row = there.find(({ name }) => name === tag.name);
    if (row === undefined) {
      changes.push(tagPut(tag, 'Missing', projectId));
      drift.push(driftOf(`tags[${tag.name}]`, tag.name, undefined));
      continue;
    }
    const differs = tagDrift(tag, row);
    if (differs.length === 0) continue;
    drift.push(...differs);
    // PUT replaces the whole tag: what is not declared is sent along as it is.
    const whole = { ...tag, description: tag.description ?? row.description, color: tag.color ?? row.color };
    const fields = differs.map(({ field }) => field);
    changes.push({ ...tagPut(whole, 'FieldDiffers', projectId), fields });
  }
  return { changes, drift };
}

function tagDrift(tag: Tag, row: ProjectTagRow): Drift[] {
  const differs = (declared: string | undefined, observed: string | undefined): boolean =>
    declared !== undefined && declared !== (observed ?? '');
  return [
    ...(differs(tag.description, row.description)
      ? [driftOf(`tags[${tag.name}].description`, tag.description, row.description)]
      : []),
    ...(differs(tag.color, row.color) ? [driftOf(`tags[${tag.name}].color`, tag.color, row.color)] : []),
  ];
}

function tagPut(tag: Tag, reason: 'Missing' | 'FieldDiffers', projectId: string | undefined): Change {
  return {
    operation: 'project_tag.put',
    reason,
    name: tag.name,
    fields: [`tags[${tag.name}]`],
    ...(projectId === undefined ? {} : { projectId }),
    ...(tag.description === undefined ? {} : { description: tag.description }),
    ...(tag.color === undefined ? {} : { color: tag.color }),
  };
}

function tagsToDelete({ spec }: Project, there: readonly ProjectTagRow[]): ChangeOf<'project_tag.delete'>[] {
  if (spec.tagManagement !== 'Authoritative' || spec.tags === undefined) return [];
  const declared = new Set(spec.tags.map(({ name }) => name));
  return there
    .filter(({ name }) => !declared.has(name))
    .map(({ id, name }) => ({
      operation: 'project_tag.delete',
      reason: 'NotDeclared',
      id,
      name,
      fields: [`tags[${name}]`],
      destructive: true,
    }));
}

/** Ids of the declared tags, in the order of the spec; left out where tags are not managed. */
function tagStatus({ spec }: Project, there: readonly ProjectTagRow[]): StatusPatch {
  const ids = (spec.tags ?? []).flatMap(({ name }) => {
    const row = there.find((other) => other.name === name);
    return row === undefined ? [] : [{ name, id: row.id }];
  });
  return { tags: ids.length === 0 ? undefined : ids };
}

function deletion(resource: Project, { remote }: ProjectObserved): Decision {
  const gone: Verdict = { state: 'ready', reason: 'Deleting', message: 'Nothing of it is left in the organization.' };
  if (resource.spec.policy.deletion === 'Retain') return standing(gone);
  const unknown = unknownProblem(remote);
  if (unknown !== undefined) return standing(unknown);
  if (remote.state !== 'present' || !isOurs(resource, remote.value)) return standing(gone);
  const { id, name } = remote.value;
  const change: Change = { operation: 'project.delete', reason: 'ResourceDeleted', id, name, destructive: true };
  return { ...standing(gone), changes: [change] };
}
