import { isPlainObject } from '../runtime/canonical-json.ts';
import { TextPool } from '../runtime/text-pool.ts';
import type { AdminClient } from './client.ts';
import { BraintrustError } from './braintrust-error.ts';
import { decodeRow } from './decode.ts';
import { isDeleted, type Row, type RowKind } from './resources/row.ts';

/** The official migration tool asks for as many; the default is not documented. */
const pageSize = 1000;
const mostPages = 1000;

type Query = Readonly<Record<string, string | readonly string[]>>;

export interface Listing<T> {
  readonly rows: readonly T[];
  /** False where a row could not be read or the list may have been cut short: what is missing from it is not proven absent. */
  readonly complete: boolean;
}

/**
 * All live rows, page by page, until a page comes back empty: the largest page that the server grants is not documented,
 * so a short page is not proof of the end. Throws BraintrustUnexpectedAnswer where the cursor runs in a circle.
 */
export async function listRows<T extends Row>(
  client: AdminClient,
  kind: RowKind<T>,
  query: Query,
  signal: AbortSignal,
): Promise<Listing<T>> {
  const pool = new TextPool();
  const byId = new Map<string, T>();
  const seen = new Set<string>();
  let complete = true;
  let cursor: Query = {};
  for (let page = 0; page < mostPages; page++) {
    const objects = await fetchPage(client, kind, { ...query, ...cursor }, signal);
    pool.share(objects);
    const last = objects.at(-1);
    if (last === undefined) return { rows: [...byId.values()], complete };
    const read = readRows(kind, objects);
    complete &&= read.complete;
    for (const row of read.rows) if (!byId.has(row.id)) byId.set(row.id, row);
    const lastId = idOf(last);
    if (lastId === undefined || seen.has(lastId)) break;
    for (const json of objects) seen.add(idOf(json) ?? lastId);
    cursor = { starting_after: lastId };
  }
  throw new BraintrustError('BraintrustUnexpectedAnswer', `GET ${kind.path}: the pages of the list run in a circle`);
}

/** One page, for a kind without cursors or a filter that leaves a few rows. A full page is not complete. */
export async function listPage<T extends Row>(
  client: AdminClient,
  kind: RowKind<T>,
  query: Query,
  signal: AbortSignal,
): Promise<Listing<T>> {
  const objects = await fetchPage(client, kind, query, signal);
  const { rows, complete } = readRows(kind, objects);
  return { rows, complete: complete && objects.length < pageSize };
}

/** Live rows. One that cannot be read must not hide the others; it only takes away the proof of absence. */
function readRows<T extends Row>(kind: RowKind<T>, objects: readonly unknown[]): Listing<T> {
  const rows: T[] = [];
  let complete = true;
  for (const json of objects) {
    if (isDeleted(json)) continue;
    try {
      rows.push(decodeRow(kind, json, `GET ${kind.path}`));
    } catch (error) {
      if (!(error instanceof BraintrustError)) throw error;
      complete = false;
    }
  }
  return { rows, complete };
}

async function fetchPage<T extends Row>(
  client: AdminClient,
  kind: RowKind<T>,
  query: Query,
  signal: AbortSignal,
): Promise<readonly unknown[]> {
  const { json } = await client.send(
    { kind: kind.kind, verb: 'list', method: 'GET', path: kind.path, query: { ...query, limit: String(pageSize) } },
    signal,
  );
  // Some listings of this API are bare arrays.
  const objects: unknown = isPlainObject(json) ? json['objects'] : json;
  if (!Array.isArray(objects)) {
    throw new BraintrustError('BraintrustUnexpectedAnswer', `GET ${kind.path}: the answer holds no list`);
  }
  return objects as readonly unknown[];
}

function idOf(json: unknown): string | undefined {
  return isPlainObject(json) && typeof json['id'] === 'string' ? json['id'] : undefined;
}
