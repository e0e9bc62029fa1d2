import * as z from 'zod';
import type { JsonObject } from '../../runtime/canonical-json.ts';
import type { SecretValue } from '../../runtime/secret-value.ts';
import type { AdminClient } from '../client.ts';
import { decodeRow } from '../decode.ts';
import { listPage, type Listing } from '../list-rows.ts';
import { bodyOf, keyOf, optionalObject, optionalText, text, type RowKind } from './row.ts';

/** The object that a variable belongs to. */
export interface EnvVarScope {
  readonly objectType: 'organization' | 'project' | 'function';
  readonly objectId: string;
}

export interface EnvVarRow {
  readonly id: string;
  /** One of {@link EnvVarScope}, or one that a newer API knows. */
  readonly objectType: string;
  readonly objectId: string;
  readonly name: string;
  readonly metadata: JsonObject;
  /** The provider, where the variable holds a project's AI provider key. */
  readonly secretType: string | undefined;
  readonly secretCategory: string | undefined;
  readonly preview: string | undefined;
  /** RFC 3339; moves only when the value is written. */
  readonly secretUpdatedAt: string | undefined;
  readonly secretUpdatedBy: string | undefined;
  readonly created: string | undefined;
}

const shape = z
  .object({
    id: text,
    object_type: text,
    object_id: text,
    name: text,
    metadata: optionalObject,
    secret_type: optionalText,
    secret_category: optionalText,
    preview_secret: optionalText,
    secret_updated_at: optionalText,
    secret_updated_by_user_id: optionalText,
    created: optionalText,
  })
  .transform((json): EnvVarRow => ({
    id: json.id,
    objectType: json.object_type,
    objectId: json.object_id,
    name: json.name,
    metadata: json.metadata ?? {},
    secretType: json.secret_type,
    secretCategory: json.secret_category,
    preview: json.preview_secret,
    secretUpdatedAt: json.secret_updated_at,
    secretUpdatedBy: json.secret_updated_by_user_id,
    created: json.created,
  }));

export const envVarKind: RowKind<EnvVarRow> = {
  kind: 'env_var',
  path: '/v1/env_var',
  decode: (json) => shape.parse(json),
  naturalKey: (row) => envVarKey(row, row.name),
};

export function envVarKey(scope: { readonly objectType: string; readonly objectId: string }, name: string): string {
  return keyOf(scope.objectType, scope.objectId, name);
}

export interface EnvVarWrite {
  readonly value?: SecretValue | undefined;
  readonly metadata?: JsonObject | undefined;
  readonly secretType?: string | undefined;
}

/** Those of the ids that exist, wherever they belong: the proof for one whose owner is no longer known. */
export function envVarsWithIds(
  client: AdminClient,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<Listing<EnvVarRow>> {
  return listPage(client, envVarKind, { ids }, signal);
}

/** Creates or replaces by (scope, name). Metadata that is left out is reset; a value that is left out stays. */
export async function putEnvVar(
  client: AdminClient,
  write: EnvVarWrite & EnvVarScope & { readonly name: string },
  signal: AbortSignal,
): Promise<EnvVarRow> {
  const { path } = envVarKind;
  const body = bodyOf({
    object_type: write.objectType,
    object_id: write.objectId,
    name: write.name,
    value: write.value?.reveal(),
    metadata: write.metadata,
    secret_type: write.secretType,
  });
  const { json } = await client.send({ kind: 'env_var', verb: 'update', method: 'PUT', path, body }, signal);
  return decodeRow(envVarKind, json, `PUT ${path}`);
}

/** Merges into the row. The API wants the name even where it stays. */
export async function patchEnvVar(
  client: AdminClient,
  id: string,
  write: EnvVarWrite & { readonly name: string },
  signal: AbortSignal,
): Promise<EnvVarRow> {
  const path = `${envVarKind.path}/${encodeURIComponent(id)}`;
  const body = bodyOf({
    name: write.name,
    value: write.value?.reveal(),
    metadata: write.metadata,
    secret_type: write.secretType,
  });
  const { json } = await client.send({ kind: 'env_var', verb: 'update', method: 'PATCH', path, body }, signal);
  return decodeRow(envVarKind, json, `PATCH ${path}`);
}

export async function deleteEnvVar(client: AdminClient, id: string, signal: AbortSignal): Promise<void> {
  const path = `${envVarKind.path}/${encodeURIComponent(id)}`;
  await client.send({ kind: 'env_var', verb: 'delete', method: 'DELETE', path }, signal);
}
