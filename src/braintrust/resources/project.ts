import * as z from 'zod';
import type { JsonObject } from '../../runtime/canonical-json.ts';
import type { AdminClient } from '../client.ts';
import { decodeRow } from '../decode.ts';
import { bodyOf, optionalObject, optionalText, text, type RowKind } from './row.ts';

export interface ProjectRow {
  readonly id: string;
  readonly organizationId: string | undefined;
  readonly name: string;
  readonly description: string | undefined;
  /** As the API spells them, keys that we do not know included: a change must send all of them back. */
  readonly settings: JsonObject;
  /** RFC 3339. */
  readonly created: string | undefined;
}

const shape = z
  .object({
    id: text,
    org_id: optionalText,
    name: text,
    description: optionalText,
    settings: optionalObject,
    created: optionalText,
  })
  .transform((json): ProjectRow => ({
    id: json.id,
    organizationId: json.org_id,
    name: json.name,
    description: json.description,
    settings: json.settings ?? {},
    created: json.created,
  }));

export const projectKind: RowKind<ProjectRow> = {
  kind: 'project',
  path: '/v1/project',
  decode: (json) => shape.parse(json),
  naturalKey: (row) => row.name,
  organizationId: (row) => row.organizationId,
};

/** Creates, or returns the live project of that name unchanged (`foundExisting`). There is no PUT. */
export async function postProject(
  client: AdminClient,
  project: { readonly name: string; readonly description?: string | undefined; readonly organizationName: string },
  signal: AbortSignal,
): Promise<{ row: ProjectRow; foundExisting: boolean | undefined }> {
  const { path } = projectKind;
  const body = bodyOf({ name: project.name, description: project.description, org_name: project.organizationName });
  const answer = await client.send({ kind: 'project', verb: 'create', method: 'POST', path, body }, signal);
  return { row: decodeRow(projectKind, answer.json, `POST ${path}`), foundExisting: answer.foundExisting };
}

export interface ProjectChange {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly settings?: JsonObject | undefined;
}

/** `settings` replaces all settings: pass those observed with the change laid over them. */
export async function patchProject(
  client: AdminClient,
  id: string,
  change: ProjectChange,
  signal: AbortSignal,
): Promise<ProjectRow> {
  const path = `${projectKind.path}/${encodeURIComponent(id)}`;
  const body = bodyOf({ name: change.name, description: change.description, settings: change.settings });
  const { json } = await client.send({ kind: 'project', verb: 'update', method: 'PATCH', path, body }, signal);
  return decodeRow(projectKind, json, `PATCH ${path}`);
}

/** Removes the project and, for good, all that was logged in it. */
export async function deleteProject(client: AdminClient, id: string, signal: AbortSignal): Promise<void> {
  const path = `${projectKind.path}/${encodeURIComponent(id)}`;
  await client.send({ kind: 'project', verb: 'delete', method: 'DELETE', path }, signal);
}
