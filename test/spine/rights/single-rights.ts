import type { V1PolicyRule } from '@kubernetes/client-node';
import { clusterRights, governedRights, ownRights } from '../../../src/install/objects.ts';
import { rights, type Right } from '../../../src/install/rights.ts';
import { resourceText } from '../../../src/kube/missing-right.ts';
import type { KubeObject } from '../../../src/kube/objects.ts';
import { eventually, type Connection } from '../../support/control-plane/connection.ts';
import { apply, operatorNamespace, operatorUser } from '../support/installation.ts';

/** One verb on one resource: the least that can be given or taken away. */
export interface SingleRight {
  readonly scope: Right['scope'];
  readonly group: string;
  readonly resource: string;
  readonly verb: string;
  /** Left out: all objects. */
  readonly name?: string;
}

/** `governed: create services`, `cluster: patch dataplanes.planewright.dev/status`. */
export function nameOf({ scope, group, resource, verb }: SingleRight): string {
  return `${scope}: ${verb} ${resourceText(group, resource)}`;
}

/** Everything that the rules of an installation give, one by one, each once. */
export function singleRights(): readonly SingleRight[] {
  return rights.flatMap(({ scope, group, resources, verbs, names }) =>
    resources.flatMap((resource) =>
      verbs.flatMap((verb) =>
        (names ?? [undefined]).map((name) => ({ scope, group, resource, verb, ...(name !== undefined && { name }) })),
      ),
    ),
  );
}

type Rule = Pick<V1PolicyRule, 'apiGroups' | 'resources' | 'verbs' | 'resourceNames'>;
interface Role extends KubeObject {
  readonly rules: readonly Rule[];
}

/** Takes one right away from the installed operator, everywhere, and waits until the API server says that it is gone. */
export async function withhold(cluster: Connection, governed: readonly string[], right: SingleRight): Promise<void> {
  for (const role of rolesOf(right, governed)) {
    await apply(cluster, { ...role, rules: role.rules.flatMap((rule) => without(rule, right)) } as KubeObject);
  }
  await untilAllowed(cluster, governed, right, false);
}

/** Gives the operator everything again that an installation gives. */
export async function giveBack(cluster: Connection, governed: readonly string[], right: SingleRight): Promise<void> {
  for (const role of rolesOf(right, governed)) await apply(cluster, role);
  await untilAllowed(cluster, governed, right, true);
}

function rolesOf({ scope }: SingleRight, governed: readonly string[]): readonly Role[] {
  switch (scope) {
    case 'cluster':
      return [clusterRights(operatorNamespace)[0] as Role];
    case 'own':
      return [ownRights(operatorNamespace)[0] as Role];
    case 'governed':
      return governed.map((namespace) => governedRights(namespace, operatorNamespace)[0] as Role);
  }
}

function without(rule: Rule, { group, resource, verb, name }: SingleRight): readonly Rule[] {
  const { apiGroups = [], resources = [], verbs, resourceNames } = rule;
  const holds =
    apiGroups.includes(group) &&
    resources.includes(resource) &&
    verbs.includes(verb) &&
    (name === undefined ? resourceNames === undefined : resourceNames?.includes(name) === true);
  if (!holds) return [rule];
  const rest = [
    { ...rule, resources: resources.filter((one) => one !== resource) },
    { ...rule, resources: [resource], verbs: verbs.filter((one) => one !== verb) },
  ];
  return rest.filter((one) => one.resources.length > 0 && one.verbs.length > 0);
}

async function untilAllowed(
  cluster: Connection,
  governed: readonly string[],
  { scope, group, resource: withSubresource, verb, name }: SingleRight,
  expected: boolean,
): Promise<void> {
  const places = { cluster: [''], own: [operatorNamespace], governed }[scope];
  const [resource, subresource] = withSubresource.split('/');
  for (const namespace of places) {
    const resourceAttributes = { namespace, verb, group, resource, subresource, name };
    const body = JSON.stringify({
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SubjectAccessReview',
      spec: { user: operatorUser, resourceAttributes },
    });
    await eventually(`the API server to ${expected ? 'allow' : 'refuse'} ${verb} ${withSubresource}`, async () => {
      const path = '/apis/authorization.k8s.io/v1/subjectaccessreviews';
      const { status } = (await cluster.send({ method: 'POST', path, body })) as { status: { allowed: boolean } };
      return status.allowed === expected ? true : undefined;
    });
  }
}
