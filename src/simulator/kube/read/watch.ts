import { abortReason } from '../../../runtime/clock.ts';
import type { WireRequest } from '../../../runtime/transport.ts';
import { ApiError, invalid, statusOf } from '../api-error.ts';
import type { ServedKind } from '../kinds.ts';
import type { StoredObject } from '../object.ts';
import { parameter } from '../request.ts';
import type { StoreEvent } from '../store.ts';
import type { World } from '../world.ts';
import { matcherOf } from './list.ts';
import { metadataOf, representationOf, tableOf, type Representation } from './representation.ts';
import { lineQueue } from './line-queue.ts';

/** Bookmarks come about once a minute, and once shortly before the watch is closed. */
const bookmarkEvery = 60_000;
const lastBookmarkBefore = 2_000;
/** Where the client names no timeout; the real server chooses 30 to 60 minutes. */
const defaultTimeoutSeconds = 1_800;

export interface Watches {
  /** Open watches of this simulator; each entry ends its stream. */
  readonly open: Set<() => void>;
}

/**
 * GET with `watch`: the chunks of an endless answer, one JSON line an event. Refusals (a bad selector, for one) throw;
 * a version that is too old is an ERROR event on a stream that then ends, as on the real server.
 */
export function watchObjects(
  world: World,
  watches: Watches,
  kind: ServedKind,
  namespace: string | undefined,
  wire: WireRequest,
  signal: AbortSignal,
): AsyncIterable<string> {
  const form = representationOf(wire);
  const matches = matcherOf(kind, namespace, wire);
  const wanted = parameter(wire, 'resourceVersion') ?? '';
  const bookmarks = parameter(wire, 'allowWatchBookmarks') === 'true';
  const initial = wantsInitialEvents(wire, wanted);
  const lines = lineQueue();
  const encoder = eventEncoder(world, kind, form, wire);
  const push = (type: string, object: StoredObject): void => lines.push(encoder(type, object));

  if (wanted !== '' && !/^\d+$/.test(wanted)) {
    throw new ApiError(
      500,
      undefined,
      `resourceVersion: Invalid value: ${JSON.stringify(wanted)}: strconv.ParseUint: parsing ${JSON.stringify(wanted)}: invalid syntax`,
    );
  }
  const from = initial ? world.store.version : Number(wanted);
  if (from < world.store.compacted) {
    const message = `too old resource version: ${from} (${world.store.compacted})`;
    lines.push(`${JSON.stringify({ type: 'ERROR', object: statusOf(new ApiError(410, 'Expired', message)) })}\n`);
    lines.end();
    return lines.chunks;
  }
  if (initial) {
    for (const [, object] of world.store.list(kind.resource)) if (matches(object)) push('ADDED', object);
    if (bookmarks) lines.push(bookmark(kind, form, String(world.store.version), wire, true));
  } else {
    for (const event of world.store.since(from)) deliver(event);
  }
  // A watch from the future stays silent until the store has passed that version.
  const unsubscribe = world.store.subscribe((event) => {
    if (event.version > from) deliver(event);
  });
  const closing = new AbortController();
  const end = (): void => {
    unsubscribe();
    watches.open.delete(end);
    closing.abort();
    lines.end();
  };
  watches.open.add(end);
  signal.addEventListener(
    'abort',
    () => {
      lines.fail(abortReason(signal));
      end();
    },
    { once: true },
  );
  lines.onReturn(end);
  void keepTime(world, closing.signal, Number(parameter(wire, 'timeoutSeconds') ?? defaultTimeoutSeconds), bookmarks, {
    bookmark: () => lines.push(bookmark(kind, form, String(world.store.version), wire, false)),
    end,
  });
  return lines.chunks;

  function deliver(event: StoreEvent): void {
    if (event.resource !== kind.resource) return;
    const now = event.type !== 'DELETED' && matches(event.object);
    const before = event.previous !== undefined && matches(event.previous);
    if (now) push(before ? 'MODIFIED' : 'ADDED', event.object);
    // An object that leaves the selection is gone for this watcher; it shows the version of the change that did it.
    else if (before)
      push('DELETED', event.type === 'DELETED' ? event.object : withVersion(event.previous, event.version));
  }
}

function withVersion(object: StoredObject, version: number): StoredObject {
  return { ...object, metadata: { ...object.metadata, resourceVersion: String(version) } };
}

function wantsInitialEvents(wire: WireRequest, wanted: string): boolean {
  const asked = parameter(wire, 'sendInitialEvents');
  if (asked === undefined) return wanted === '' || wanted === '0';
  if (asked === 'true' && parameter(wire, 'resourceVersionMatch') !== 'NotOlderThan') {
    throw invalid('meta.k8s.io', 'ListOptions', '', [
      {
        reason: 'FieldValueForbidden',
        field: 'resourceVersionMatch',
        message: 'Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan',
      },
    ]);
  }
  return asked === 'true';
}

function eventEncoder(
  world: World,
  kind: ServedKind,
  form: Representation,
  wire: WireRequest,
): (type: string, object: StoredObject) => string {
  let first = true;
  return (type, object) => {
    const shown = object.apiVersion === kind.apiVersion ? object : { ...object, apiVersion: kind.apiVersion };
    let body: unknown = shown;
    if (form === 'table') {
      body = tableOf(
        kind,
        [shown],
        { resourceVersion: shown.metadata.resourceVersion },
        wire,
        world.clock.now(),
        first,
      );
      first = false;
    } else if (form === 'metadata') body = metadataOf(shown);
    return `${JSON.stringify({ type, object: body })}\n`;
  };
}

function bookmark(
  kind: ServedKind,
  form: Representation,
  version: string,
  wire: WireRequest,
  initialEnd: boolean,
): string {
  const metadata = {
    resourceVersion: version,
    ...(initialEnd ? { annotations: { 'k8s.io/initial-events-end': 'true' } } : {}),
  };
  const object =
    form === 'table'
      ? tableOf(kind, [], { resourceVersion: version }, wire, 0, false)
      : form === 'metadata'
        ? { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata }
        : { kind: kind.kind, apiVersion: kind.apiVersion, metadata };
  return `${JSON.stringify({ type: 'BOOKMARK', object })}\n`;
}

async function keepTime(
  world: World,
  signal: AbortSignal,
  timeoutSeconds: number,
  bookmarks: boolean,
  act: { bookmark: () => void; end: () => void },
): Promise<void> {
  const start = world.clock.monotonic();
  const end = timeoutSeconds * 1000;
  const last = end - lastBookmarkBefore;
  try {
    for (let next = bookmarkEvery; bookmarks && next < last; next += bookmarkEvery) {
      await world.clock.sleep(start + next - world.clock.monotonic(), signal);
      act.bookmark();
    }
    if (bookmarks && last > lastBookmarkBefore) {
      await world.clock.sleep(start + last - world.clock.monotonic(), signal);
      act.bookmark();
    }
    await world.clock.sleep(start + end - world.clock.monotonic(), signal);
  } catch {
    return; // The watch was closed before its time; there is nothing left to keep.
  }
  act.end();
}
