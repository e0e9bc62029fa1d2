import { BraintrustError } from './braintrust-error.ts';
import type { AdminClient } from './client.ts';
import { decodeRow } from './decode.ts';
import { isDeleted, type Row, type RowKind } from './resources/row.ts';

/**
 * One row by its id, which is current where lists lag. Undefined where it was deleted or is "missing or not yours": what
 * that means is for a list to say.
 */
export async function getRow<T extends Row>(
  client: AdminClient,
  kind: RowKind<T>,
  id: string,
  signal: AbortSignal,
): Promise<T | undefined> {
  const path = `${kind.path}/${encodeURIComponent(id)}`;
  try {
    const { json } = await client.send({ kind: kind.kind, verb: 'get', method: 'GET', path }, signal);
    return isDeleted(json) ? undefined : decodeRow(kind, json, `GET ${path}`);
  } catch (error) {
    if (error instanceof BraintrustError && error.code === 'BraintrustNotFoundOrForbidden') return undefined;
    throw error;
  }
}
