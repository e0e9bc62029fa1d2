import type { WireRequest } from '../../../runtime/transport.ts';
import { ApiError, badRequest, invalid } from '../api-error.ts';
import type { ServedKind } from '../kinds.ts';
import { isRecord, type StoredObject } from '../object.ts';
import { parameter } from '../request.ts';
import { fieldMatcher, labelMatcher, type Matcher } from '../selectors.ts';
import type { World } from '../world.ts';
import { representationOf, representList, type ListMetadata } from './representation.ts';

/** Keeps what the request's namespace and selectors let through. */
export function matcherOf(kind: ServedKind, namespace: string | undefined, wire: WireRequest): Matcher {
  const labels = labelMatcher(parameter(wire, 'labelSelector'));
  const fields = fieldMatcher(kind, parameter(wire, 'fieldSelector'));
  return (object) =>
    (namespace === undefined || object.metadata.namespace === namespace) && labels(object) && fields(object);
}

interface PageToken {
  readonly v: string;
  readonly rv: number;
  readonly start: string;
}

function encodeToken(version: number, start: string): string {
  return Buffer.from(JSON.stringify({ v: 'meta.k8s.io/v1', rv: version, start })).toString('base64url');
}

function decodeToken(text: string): PageToken {
  try {
    const value = JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown;
    if (isRecord(value) && typeof value['rv'] === 'number' && typeof value['start'] === 'string')
      return value as unknown as PageToken;
  } catch {
    // Answered below like every other token that is none.
  }
  throw badRequest('continue key is not valid: it was not made by this server');
}

/** GET on a collection: pages of one consistent version, selectors, and the refusals of old and future versions. */
export function listObjects(world: World, kind: ServedKind, namespace: string | undefined, wire: WireRequest): unknown {
  const form = representationOf(wire);
  const matches = matcherOf(kind, namespace, wire);
  const limit = Number(parameter(wire, 'limit') ?? 0);
  const wanted = parameter(wire, 'resourceVersion') ?? '';
  const match = parameter(wire, 'resourceVersionMatch');
  const text = parameter(wire, 'continue') ?? '';
  if (text !== '' && wanted !== '' && wanted !== '0')
    throw badRequest('specifying resource version is not allowed when using continue');
  checkVersion(world, wanted, match);
  const token = text === '' ? undefined : decodeToken(text);
  const version = versionToRead(world, token, wanted, match);
  // `resourceVersion=0` is served from the watch cache, which has no pages.
  const most = wanted === '0' && token === undefined ? 0 : limit;
  const rest = world.store.list(kind.resource, version).filter(([key]) => token === undefined || key > token.start);
  const fitting = rest.filter(([, object]) => matches(object));
  const page = most > 0 ? fitting.slice(0, most) : fitting;
  const last = page.at(-1)?.[0];
  const more = page.length < fitting.length && last !== undefined;
  const selective = (parameter(wire, 'labelSelector') ?? '') !== '' || (parameter(wire, 'fieldSelector') ?? '') !== '';
  const metadata: ListMetadata = {
    resourceVersion: String(version),
    ...(more ? { continue: encodeToken(version, last) } : kind.custom ? { continue: '' } : {}),
    ...(more && !selective ? { remainingItemCount: fitting.length - page.length } : {}),
  };
  return representList(
    kind,
    page.map(([, object]): StoredObject => object),
    metadata,
    form,
    wire,
    world.clock.now(),
  );
}

function checkVersion(world: World, wanted: string, match: string | undefined): void {
  if (match !== undefined && wanted === '') {
    throw invalid('meta.k8s.io', 'ListOptions', '', [
      {
        reason: 'FieldValueForbidden',
        field: 'resourceVersionMatch',
        message: 'Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided',
      },
    ]);
  }
  if (wanted === '') return;
  if (!/^\d+$/.test(wanted))
    throw badRequest(
      `invalid resource version: resourceVersion: Invalid value: ${JSON.stringify(wanted)}: strconv.ParseUint: parsing ${JSON.stringify(wanted)}: invalid syntax`,
    );
  if (Number(wanted) > world.store.version) throw tooLarge(wanted, world.store.version);
}

function tooLarge(wanted: string, current: number): ApiError {
  return new ApiError(504, 'Timeout', `Timeout: Too large resource version: ${wanted}, current: ${current}`, {
    details: {
      causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
      retryAfterSeconds: 1,
    },
  });
}

function versionToRead(world: World, token: PageToken | undefined, wanted: string, match: string | undefined): number {
  const { store } = world;
  if (token !== undefined) {
    if (token.rv === -1) return store.version;
    if (token.rv >= store.compacted) return token.rv;
    throw new ApiError(
      410,
      'Expired',
      'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.',
      { continue: encodeToken(-1, token.start) },
    );
  }
  if (match !== 'Exact') return store.version;
  if (Number(wanted) >= store.compacted) return Number(wanted);
  throw new ApiError(410, 'Expired', `The resourceVersion for the provided list is too old.`);
}
