import { gzipSync } from 'node:zlib';
import type { Json } from '../../runtime/canonical-json.ts';
import type { WireResponse } from '../../runtime/transport.ts';
import type { Exchange } from './exchange.ts';
import type { Refusal } from './refusal.ts';
import type { ResourceType, Row } from './row.ts';

export function jsonAnswer(value: unknown, headers: Readonly<Record<string, string>> = {}): WireResponse {
  return { status: 200, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) };
}

export function textAnswer(status: number, body: string, headers: Readonly<Record<string, string>> = {}): WireResponse {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8', ...headers }, body };
}

export function refusalAnswer(refusal: Refusal): WireResponse {
  return textAnswer(refusal.status, refusal.message, refusal.headers);
}

/** The row as it is answered: with what no published schema knows, where the profile wants that. */
export function answered(type: ResourceType, row: Row, { world }: Exchange): Row {
  return world.profile.unknownInAnswers ? { ...row, ...unheardOf[type], x_added_later: { nested: [1, null] } } : row;
}

const unheardOf: Readonly<Record<ResourceType, Readonly<Record<string, Json>>>> = {
  organization: { image_rendering_mode: 'holographic', archived_at: null },
  user: { last_active_at: null },
  project: {},
  project_tag: {},
  ai_secret: {},
  // Seen as a boolean, though published as a date.
  env_var: { secret_category: 'agent_provider', used: true },
};

/** What the API tells about one call when `x-bt-enable-audit` asks: the account, and what it touched. */
export function auditHeaders(exchange: Exchange, normalizedPath: string): Record<string, string> {
  const resources = exchange.touched.map(({ type, id, name }) => ({ type, id, name }));
  return {
    'x-bt-audit-user-id': exchange.caller.userId,
    'x-bt-audit-user-email': exchange.caller.account.email,
    'x-bt-audit-normalized-url': normalizedPath,
    'x-bt-audit-resources': gzipSync(JSON.stringify(resources)).toString('base64'),
  };
}
