import * as z from 'zod';
import type { JsonObject } from '../../runtime/canonical-json.ts';
import type { SecretValue } from '../../runtime/secret-value.ts';
import type { AdminClient } from '../client.ts';
import { decodeRow } from '../decode.ts';
import { bodyOf, optionalObject, optionalText, text, type RowKind } from './row.ts';

export interface AiSecretRow {
  readonly id: string;
  readonly organizationId: string | undefined;
  readonly name: string;
  readonly type: string | undefined;
  readonly metadata: JsonObject;
  /** First and last characters around dots, made by the vendor. */
  readonly preview: string | undefined;
  /** RFC 3339; moves only when the value is written. */
  readonly secretUpdatedAt: string | undefined;
  readonly secretUpdatedBy: string | undefined;
  readonly created: string | undefined;
}

const shape = z
  .object({
    id: text,
    org_id: optionalText,
    name: text,
    type: optionalText,
    metadata: optionalObject,
    preview_secret: optionalText,
    secret_updated_at: optionalText,
    secret_updated_by_user_id: optionalText,
    created: optionalText,
  })
  .transform((json): AiSecretRow => ({
    id: json.id,
    organizationId: json.org_id,
    name: json.name,
    type: json.type,
    metadata: json.metadata ?? {},
    preview: json.preview_secret,
    secretUpdatedAt: json.secret_updated_at,
    secretUpdatedBy: json.secret_updated_by_user_id,
    created: json.created,
  }));

export const aiSecretKind: RowKind<AiSecretRow> = {
  kind: 'ai_secret',
  path: '/v1/ai_secret',
  decode: (json) => shape.parse(json),
  naturalKey: (row) => row.name,
  organizationId: (row) => row.organizationId,
};

export interface AiSecretWrite {
  readonly type?: string | undefined;
  readonly metadata?: JsonObject | undefined;
  readonly secret?: SecretValue | undefined;
}

/** Creates or replaces by name. Type and metadata that are left out are reset; a value that is left out stays. */
export async function putAiSecret(
  client: AdminClient,
  write: AiSecretWrite & { readonly name: string; readonly organizationName: string },
  signal: AbortSignal,
): Promise<AiSecretRow> {
  const { path } = aiSecretKind;
  const body = bodyOf({
    name: write.name,
    type: write.type,
    metadata: write.metadata,
    secret: write.secret?.reveal(),
    org_name: write.organizationName,
  });
  const { json } = await client.send({ kind: 'ai_secret', verb: 'update', method: 'PUT', path, body }, signal);
  return decodeRow(aiSecretKind, json, `PUT ${path}`);
}

/** Merges into the row: metadata keys that are left out stay. */
export async function patchAiSecret(
  client: AdminClient,
  id: string,
  write: AiSecretWrite & { readonly name?: string | undefined },
  signal: AbortSignal,
): Promise<AiSecretRow> {
  const path = `${aiSecretKind.path}/${encodeURIComponent(id)}`;
  const body = bodyOf({ name: write.name, type: write.type, metadata: write.metadata, secret: write.secret?.reveal() });
  const { json } = await client.send({ kind: 'ai_secret', verb: 'update', method: 'PATCH', path, body }, signal);
  return decodeRow(aiSecretKind, json, `PATCH ${path}`);
}

/** By id always: gateways of older planes do not route a DELETE on the collection. */
export async function deleteAiSecret(client: AdminClient, id: string, signal: AbortSignal): Promise<void> {
  const path = `${aiSecretKind.path}/${encodeURIComponent(id)}`;
  await client.send({ kind: 'ai_secret', verb: 'delete', method: 'DELETE', path }, signal);
}
