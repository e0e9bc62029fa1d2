import * as z from 'zod';
import type { AdminClient } from '../client.ts';
import { decodeRow } from '../decode.ts';
import { bodyOf, keyOf, optionalText, text, type RowKind } from './row.ts';

export interface ProjectTagRow {
  readonly id: string;
  readonly projectId: string;
  readonly name: string;
  readonly description: string | undefined;
  readonly color: string | undefined;
}

const shape = z
  .object({ id: text, project_id: text, name: text, description: optionalText, color: optionalText })
  .transform((json): ProjectTagRow => ({
    id: json.id,
    projectId: json.project_id,
    name: json.name,
    description: json.description,
    color: json.color,
  }));

export const projectTagKind: RowKind<ProjectTagRow> = {
  kind: 'project_tag',
  path: '/v1/project_tag',
  decode: (json) => shape.parse(json),
  naturalKey: (row) => projectTagKey(row.projectId, row.name),
};

function projectTagKey(projectId: string, name: string): string {
  return keyOf(projectId, name);
}

/** Creates or replaces by (project, name); what is left out is cleared, which PATCH cannot do. */
export async function putProjectTag(
  client: AdminClient,
  tag: Omit<ProjectTagRow, 'id'>,
  signal: AbortSignal,
): Promise<ProjectTagRow> {
  const { path } = projectTagKind;
  const body = bodyOf({ project_id: tag.projectId, name: tag.name, description: tag.description, color: tag.color });
  const { json } = await client.send({ kind: 'project_tag', verb: 'update', method: 'PUT', path, body }, signal);
  return decodeRow(projectTagKind, json, `PUT ${path}`);
}

export async function deleteProjectTag(client: AdminClient, id: string, signal: AbortSignal): Promise<void> {
  const path = `${projectTagKind.path}/${encodeURIComponent(id)}`;
  await client.send({ kind: 'project_tag', verb: 'delete', method: 'DELETE', path }, signal);
}
