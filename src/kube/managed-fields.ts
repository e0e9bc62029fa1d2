import { isPlainObject } from '../runtime/canonical-json.ts';
import type { Transport } from '../runtime/transport.ts';
import { bodyOf } from './answers.ts';
import { keyText } from './object-key.ts';
import { resourcePath, type ObjectKey, type ResourceType } from './objects.ts';
import { errorOfAnswer } from './status-answer.ts';

/** What one manager last set of an object; written by the API server. */
export interface ManagedFieldsEntry {
  readonly manager?: string;
  readonly operation?: 'Apply' | 'Update';
  readonly time?: string;
  readonly subresource?: string;
  readonly fieldsV1?: unknown;
}

const metadataOne = { accept: 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1' };

/**
 * The record of who set which field of an object; empty where it is not there. The client drops it from everything else
 * that is read, for its size, so it is asked for by itself.
 */
export async function managedFieldsOf(
  transport: Transport,
  type: ResourceType,
  key: ObjectKey,
  signal: AbortSignal,
): Promise<readonly ManagedFieldsEntry[]> {
  const path = resourcePath(type, key);
  const response = await transport({ method: 'GET', path, headers: metadataOne }, signal);
  if (response.status === 404) return [];
  const attempted = { what: `get the managers of ${type.kind} ${keyText(key)}`, confidential: true };
  if (response.status >= 300) throw errorOfAnswer(attempted, response);
  const { metadata } = bodyOf(attempted, response);
  const entries = isPlainObject(metadata) ? metadata['managedFields'] : undefined;
  return Array.isArray(entries) ? entries.filter(isPlainObject) : [];
}
