import { kindNamed, resourceTypeOf } from '../../api/index.ts';
import { installTypes } from '../../install/kinds.ts';
import type { KubeObject, ResourceType } from '../../kube/objects.ts';

/**
 * Where an object's kind lives in the REST API. Programs hand over kinds of other people (classes, gateways), whose
 * plurals follow Kubernetes' convention; a kind that does not is not served under that name, which is said.
 */
export function typeOf({ apiVersion, kind, metadata }: KubeObject): ResourceType {
  const ours = kindNamed(kind);
  const [version = '', group = ''] = apiVersion.split('/').toReversed();
  if (ours !== undefined && group === resourceTypeOf(ours).group) return resourceTypeOf(ours);
  const known: Readonly<Record<string, ResourceType>> = installTypes;
  const type = known[kind];
  if (type?.group === group) return type;
  return { group, version, plural: pluralOf(kind.toLowerCase()), kind, namespaced: metadata.namespace !== undefined };
}

function pluralOf(name: string): string {
  if (/[^aeiou]y$/.test(name)) return `${name.slice(0, -1)}ies`;
  return /(s|x|ch|sh)$/.test(name) ? `${name}es` : `${name}s`;
}
