import * as z from 'zod';
import type { AdminClient } from '../client.ts';
import { decodeRow } from '../decode.ts';
import { listPage, type Listing } from '../list-rows.ts';
import { bodyOf, optionalFlag, optionalText, text, type RowKind } from './row.ts';

/** Settings that the API can change; it cannot unset one. */
export interface OrganizationSettings {
  readonly name?: string | undefined;
  readonly apiUrl?: string | undefined;
  readonly universalApi?: boolean | undefined;
  readonly dataplanePrivate?: boolean | undefined;
  readonly proxyUrl?: string | undefined;
  readonly realtimeUrl?: string | undefined;
  readonly imageRenderingMode?: string | undefined;
}

export interface OrganizationRow extends OrganizationSettings {
  readonly id: string;
  readonly name: string;
}

const shape = z
  .object({
    id: text,
    name: text,
    api_url: optionalText,
    is_universal_api: optionalFlag,
    is_dataplane_private: optionalFlag,
    proxy_url: optionalText,
    realtime_url: optionalText,
    image_rendering_mode: optionalText,
  })
  .transform((json): OrganizationRow => ({
    id: json.id,
    name: json.name,
    apiUrl: json.api_url,
    universalApi: json.is_universal_api,
    dataplanePrivate: json.is_dataplane_private,
    proxyUrl: json.proxy_url,
    realtimeUrl: json.realtime_url,
    imageRenderingMode: json.image_rendering_mode,
  }));

const organizationKind: RowKind<OrganizationRow> = {
  kind: 'organization',
  path: '/v1/organization',
  decode: (json) => shape.parse(json),
  naturalKey: (row) => row.name,
};

export async function getOrganization(client: AdminClient, id: string, signal: AbortSignal): Promise<OrganizationRow> {
  const path = `${organizationKind.path}/${encodeURIComponent(id)}`;
  const { json } = await client.send({ kind: 'organization', verb: 'get', method: 'GET', path }, signal);
  return decodeRow(organizationKind, json, `GET ${path}`);
}

/** Those that the token sees under this exact name: none or one. */
export async function organizationsNamed(
  client: AdminClient,
  name: string,
  signal: AbortSignal,
): Promise<Listing<OrganizationRow>> {
  return listPage(client, organizationKind, { org_name: name }, signal);
}

/** Only the fields given are changed. */
export async function patchOrganization(
  client: AdminClient,
  id: string,
  change: OrganizationSettings,
  signal: AbortSignal,
): Promise<OrganizationRow> {
  const path = `${organizationKind.path}/${encodeURIComponent(id)}`;
  const body = bodyOf({
    name: change.name,
    api_url: change.apiUrl,
    is_universal_api: change.universalApi,
    is_dataplane_private: change.dataplanePrivate,
    proxy_url: change.proxyUrl,
    realtime_url: change.realtimeUrl,
    image_rendering_mode: change.imageRenderingMode,
  });
  const { json } = await client.send({ kind: 'organization', verb: 'update', method: 'PATCH', path, body }, signal);
  return decodeRow(organizationKind, json, `PATCH ${path}`);
}
