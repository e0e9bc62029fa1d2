import { forbidden, type ApiError } from '../api-error.ts';
import { listOf, recordOf, type StoredObject } from '../object.ts';
import type { World } from '../world.ts';

export interface User {
  readonly name: string;
  readonly groups: readonly string[];
}

/** What a request wants to do, in the terms of RBAC. */
export interface Attributes {
  readonly verb: string;
  readonly group: string;
  /** Plural, with the subresource after a slash: `deployments/scale`. */
  readonly resource: string;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
}

/** Members of `system:masters` may do everything; everybody else what a role that is bound to them says. */
export function mayDo(world: World, user: User, wanted: Attributes): boolean {
  if (user.groups.includes('system:masters')) return true;
  for (const binding of world.store.all('rbac.authorization.k8s.io/clusterrolebindings')) {
    if (isSubject(binding, user, undefined) && allows(rulesOf(world, binding, undefined), wanted)) return true;
  }
  for (const binding of world.store.all('rbac.authorization.k8s.io/rolebindings')) {
    const { namespace } = binding.metadata;
    if (namespace === undefined || namespace !== wanted.namespace) continue;
    if (isSubject(binding, user, namespace) && allows(rulesOf(world, binding, namespace), wanted)) return true;
  }
  return false;
}

/** 403 in the API server's words. */
export function refusal(user: User, wanted: Attributes): ApiError {
  const where = wanted.namespace === undefined ? ' at the cluster scope' : ` in the namespace "${wanted.namespace}"`;
  const [plural = ''] = wanted.resource.split('/');
  return forbidden(
    { group: wanted.group, plural },
    wanted.name ?? '',
    `User "${user.name}" cannot ${wanted.verb} resource "${wanted.resource}" in API group "${wanted.group}"${where}`,
  );
}

function isSubject(binding: StoredObject, user: User, namespace: string | undefined): boolean {
  return listOf(binding['subjects']).some((subject) => {
    const { kind, name, namespace: own = namespace } = recordOf(subject);
    if (kind === 'User') return name === user.name;
    if (kind === 'Group') return user.groups.includes(String(name));
    return user.name === `system:serviceaccount:${String(own)}:${String(name)}`;
  });
}

function rulesOf(world: World, binding: StoredObject, namespace: string | undefined): readonly unknown[] {
  const { kind, name } = recordOf(binding['roleRef']);
  const role =
    kind === 'ClusterRole'
      ? world.store.get('rbac.authorization.k8s.io/clusterroles', String(name))
      : world.store.get('rbac.authorization.k8s.io/roles', `${namespace ?? ''}/${String(name)}`);
  return listOf(role?.['rules']);
}

function allows(rules: readonly unknown[], wanted: Attributes): boolean {
  return rules.some((rule) => {
    const { apiGroups, resources, resourceNames, verbs } = recordOf(rule);
    const names = listOf(resourceNames);
    return (
      has(verbs, wanted.verb) &&
      has(apiGroups, wanted.group) &&
      (has(resources, wanted.resource) || has(resources, `*/${wanted.resource.split('/')[1] ?? ''}`)) &&
      (names.length === 0 || (wanted.name !== undefined && names.includes(wanted.name)))
    );
  });
}

function has(list: unknown, value: string): boolean {
  return listOf(list).some((item) => item === value || item === '*');
}
