import type { WireRequest } from '../../../runtime/transport.ts';
import { ApiError } from '../api-error.ts';
import type { ServedKind } from '../kinds.ts';
import type { StoredObject } from '../object.ts';
import { parameter } from '../request.ts';
import { tableColumns, tableRow } from './table.ts';

/** How a client asked to see objects. */
export type Representation = 'object' | 'table' | 'metadata' | 'metadata-list';

/** The first form in `Accept` that is served. Throws 406 where there is none. */
export function representationOf(wire: WireRequest): Representation {
  const accept = wire.headers?.['accept'] ?? '*/*';
  for (const option of accept.split(',')) {
    const [type = '', ...parameters] = option.split(';').map((part) => part.trim());
    if (type !== 'application/json' && type !== '*/*' && type !== 'application/*') continue;
    const as = parameters.find((one) => one.startsWith('as='))?.slice(3);
    if (as === undefined) return 'object';
    if (as === 'Table') return 'table';
    if (as === 'PartialObjectMetadata') return 'metadata';
    if (as === 'PartialObjectMetadataList') return 'metadata-list';
  }
  throw new ApiError(
    406,
    'NotAcceptable',
    'only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf',
  );
}

/** One object, in the form that was asked for. */
export function represent(
  kind: ServedKind,
  object: StoredObject,
  form: Representation,
  wire: WireRequest,
  now: number,
): unknown {
  const shown = object.apiVersion === kind.apiVersion ? object : { ...object, apiVersion: kind.apiVersion };
  if (form === 'table') return tableOf(kind, [shown], { resourceVersion: shown.metadata.resourceVersion }, wire, now);
  return form === 'object' ? shown : metadataOf(shown);
}

export function metadataOf(object: StoredObject): unknown {
  return { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object.metadata };
}

export interface ListMetadata {
  readonly resourceVersion: string;
  readonly continue?: string;
  readonly remainingItemCount?: number;
}

export function representList(
  kind: ServedKind,
  objects: readonly StoredObject[],
  metadata: ListMetadata,
  form: Representation,
  wire: WireRequest,
  now: number,
): unknown {
  if (form === 'table') return tableOf(kind, objects, metadata, wire, now);
  if (form === 'metadata-list') {
    return {
      kind: 'PartialObjectMetadataList',
      apiVersion: 'meta.k8s.io/v1',
      metadata,
      items: objects.map(metadataOf),
    };
  }
  if (form === 'metadata')
    throw new ApiError(
      406,
      'NotAcceptable',
      'PartialObjectMetadata was asked of a list; ask for PartialObjectMetadataList',
    );
  // Items of built-in kinds carry neither apiVersion nor kind in a list; those of custom resources do.
  const items = kind.custom
    ? objects.map((object) =>
        object.apiVersion === kind.apiVersion ? object : { ...object, apiVersion: kind.apiVersion },
      )
    : objects.map((object) => ({ ...object, apiVersion: undefined, kind: undefined }));
  return { kind: kind.listKind, apiVersion: kind.apiVersion, metadata, items };
}

export function tableOf(
  kind: ServedKind,
  objects: readonly StoredObject[],
  metadata: ListMetadata,
  wire: WireRequest,
  now: number,
  withColumns = true,
): unknown {
  const include = parameter(wire, 'includeObject') ?? 'Metadata';
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions: withColumns ? tableColumns(kind) : null,
    rows: objects.map((object) => ({
      cells: tableRow(kind, object, now),
      ...(include === 'None' ? {} : { object: include === 'Object' ? object : metadataOf(object) }),
    })),
  };
}
