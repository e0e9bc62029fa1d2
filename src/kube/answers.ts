import { isPlainObject } from '../runtime/canonical-json.ts';
import type { TextPool } from '../runtime/text-pool.ts';
import type { WireResponse } from '../runtime/transport.ts';
import type { WatchEvent } from './client.ts';
import { atTheDoor, type RawObject } from './door.ts';
import { KubeError } from './kube-error.ts';
import type { KubeObject, ResourceType } from './objects.ts';
import { errorOfEvent, type Attempted } from './status-answer.ts';

/** The event of one line of a watch; throws what an ERROR event tells. */
export function eventOf(
  type: ResourceType,
  attempted: Attempted,
  line: string,
  pool: TextPool,
): WatchEvent<KubeObject> {
  const event = parsed(attempted, line);
  switch (event['type']) {
    case 'ADDED':
    case 'MODIFIED':
    case 'DELETED':
      return { type: event['type'], object: admit(type, attempted, event['object'], pool) };
    case 'BOOKMARK': {
      const object = event['object'];
      const metadata = isPlainObject(object) && isPlainObject(object['metadata']) ? object['metadata'] : {};
      const version = metadata['resourceVersion'];
      if (typeof version !== 'string') throw malformed(attempted, 'a bookmark without a resourceVersion');
      return { type: 'BOOKMARK', resourceVersion: version };
    }
    case 'ERROR':
      throw errorOfEvent(attempted, event['object']);
    default:
      throw malformed(attempted, 'an event of an unknown type');
  }
}

/** The object that an answer consists of. */
export function objectOf(type: ResourceType, attempted: Attempted, response: WireResponse): KubeObject {
  return admit(type, attempted, bodyOf(attempted, response));
}

/** One object out of an answer, through the door. */
export function admit(type: ResourceType, attempted: Attempted, raw: unknown, pool?: TextPool): KubeObject {
  const metadata = isPlainObject(raw) ? raw['metadata'] : undefined;
  if (!isPlainObject(metadata) || typeof metadata['name'] !== 'string') {
    throw malformed(attempted, 'an object without a name');
  }
  return atTheDoor(type, raw as RawObject, pool);
}

/** An answer's body as a JSON object. */
export function bodyOf(attempted: Attempted, response: WireResponse): Record<string, unknown> {
  return parsed(attempted, response.body);
}

function parsed(attempted: Attempted, text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's sentence quotes the text, which may hold a secret.
    throw malformed(attempted, 'what is not whole JSON');
  }
  if (!isPlainObject(value)) throw malformed(attempted, 'what is not an object');
  return value;
}

/** What came is not what an API server says. */
export function malformed(attempted: Attempted, what: string): KubeError {
  return new KubeError('KubeMalformedAnswer', `${attempted.what}: the answer holds ${what}.`, {
    retry: 'soon',
    httpStatus: 200,
  });
}
