import type { KubeObject, ObjectKey } from './objects.ts';

/** `namespace/name`, or `/name` for a cluster-scoped object. Neither part can hold a slash. */
export function keyText(key: ObjectKey): string {
  return `${key.namespace ?? ''}/${key.name}`;
}

/** The reverse of {@link keyText}. */
export function parseKey(text: string): ObjectKey {
  const slash = text.indexOf('/');
  const namespace = text.slice(0, slash);
  const name = text.slice(slash + 1);
  return namespace === '' ? { name } : { namespace, name };
}

export function keyOf(object: KubeObject): ObjectKey {
  const { namespace, name } = object.metadata;
  return namespace === undefined ? { name } : { namespace, name };
}
