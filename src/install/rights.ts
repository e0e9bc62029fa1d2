/** One thing that the operator may do, where, and why it must. Taking one away breaks what `reason` says. */
export interface Right {
  /**
   * `cluster`: everywhere. `governed`: in each namespace that the operator was given. `own`: in the operator's own
   * namespace.
   */
  readonly scope: 'cluster' | 'governed' | 'own';
  /** Empty for the core group. */
  readonly group: string;
  readonly resources: readonly string[];
  readonly verbs: readonly Verb[];
  /** Only these objects; left out: all. Cannot restrict `create`, `list` and `watch`. */
  readonly names?: readonly string[];
  readonly reason: string;
}

type Verb = 'get' | 'list' | 'watch' | 'create' | 'patch' | 'delete';

/** Secret in the operator's own namespace with the key of every secret's hash. */
export const installSecretName = 'planewright-install';
export const leaseName = 'planewright-operator';

/** Plurals of the operator's own kinds. */
export const kinds = ['aiproviders', 'dataplanes', 'environmentvariables', 'organizations', 'projects'];

/**
 * All rights of the operator. Not among them: Secrets outside of governed namespaces, roles and bindings (it could give
 * itself anything), pods' logs and shells, nodes, and the CRDs themselves.
 */
export const rights: readonly Right[] = [
  {
    scope: 'cluster',
    group: 'planewright.dev',
    resources: kinds,
    verbs: ['list', 'watch'],
    reason:
      'sees what is declared, in whatever namespace, so that a resource in one that is not governed can be told so',
  },
  {
    scope: 'cluster',
    group: 'planewright.dev',
    resources: ['dataplanes', 'organizations'],
    verbs: ['get'],
    reason: 'decides about a plane on what is declared at that moment, and on the organization that it serves',
  },
  {
    scope: 'cluster',
    group: 'planewright.dev',
    resources: kinds.filter((kind) => kind !== 'dataplanes'),
    verbs: ['patch'],
    reason: 'sets and clears its finalizer before and after work at the vendor',
  },
  {
    scope: 'cluster',
    group: 'planewright.dev',
    resources: kinds.map((kind) => `${kind}/status`),
    verbs: ['patch'],
    reason: 'says what it found and did',
  },
  {
    scope: 'cluster',
    group: '',
    resources: ['namespaces'],
    verbs: ['list', 'watch'],
    reason:
      'selects namespaces by label (allowedNamespaces, copies), and lets go of what is in one that is being deleted',
  },
  {
    scope: 'cluster',
    group: '',
    resources: ['events'],
    verbs: ['create', 'patch'],
    reason: 'tells what happened, beside the resource; repetitions are counted in the same Event',
  },
  {
    scope: 'governed',
    group: '',
    resources: ['secrets'],
    verbs: ['get'],
    reason: 'reads tokens, keys and URLs when they are needed, and its own composed Secret',
  },
  {
    scope: 'governed',
    group: '',
    resources: ['secrets'],
    verbs: ['list', 'watch'],
    reason: 'learns that a Secret changed; it asks for metadata only, which RBAC cannot express',
  },
  {
    scope: 'governed',
    group: '',
    resources: ['secrets'],
    verbs: ['create', 'patch'],
    reason:
      "composes the plane's Secret, keeps the function secret key that it made, copies provider keys that were asked for",
  },
  {
    scope: 'governed',
    group: '',
    resources: ['secrets'],
    verbs: ['delete'],
    reason: 'removes copies of provider keys that nobody asks for any more',
  },
  {
    scope: 'governed',
    group: '',
    resources: ['configmaps'],
    verbs: ['get'],
    reason: 'reads CA bundles that resources refer to',
  },
  {
    scope: 'governed',
    group: '',
    resources: ['configmaps', 'services', 'serviceaccounts'],
    verbs: ['list', 'watch'],
    reason: 'sees what became of the objects of a plane',
  },
  {
    scope: 'governed',
    group: '',
    resources: ['configmaps', 'services', 'serviceaccounts'],
    verbs: ['create', 'patch', 'delete'],
    reason: 'brings the objects of a plane about, and removes what is no longer declared',
  },
  {
    scope: 'governed',
    group: '',
    resources: ['pods'],
    verbs: ['list', 'watch'],
    reason: 'knows which versions still answer, terminating pods included, before the next step of a rollout',
  },
  {
    scope: 'governed',
    group: 'apps',
    resources: ['deployments'],
    verbs: ['list', 'watch'],
    reason: 'follows a rollout by what Deployments say of themselves',
  },
  {
    scope: 'governed',
    group: 'apps',
    resources: ['deployments'],
    verbs: ['create', 'patch', 'delete'],
    reason: 'rolls out API and Brainstore, and removes the migrating API when it is done',
  },
  {
    scope: 'governed',
    group: 'policy',
    resources: ['poddisruptionbudgets'],
    verbs: ['list', 'watch', 'create', 'patch', 'delete'],
    reason: 'lets nodes be drained without taking a component down',
  },
  {
    scope: 'governed',
    group: 'networking.k8s.io',
    resources: ['networkpolicies'],
    verbs: ['list', 'watch', 'create', 'patch', 'delete'],
    reason: 'keeps everything but the API away from Brainstore',
  },
  {
    scope: 'own',
    group: 'coordination.k8s.io',
    resources: ['leases'],
    verbs: ['create'],
    reason: 'is elected among its replicas: makes the lease (RBAC cannot restrict create to a name)',
  },
  {
    scope: 'own',
    group: 'coordination.k8s.io',
    resources: ['leases'],
    verbs: ['get', 'patch'],
    names: [leaseName],
    reason: 'is elected among its replicas: holds the lease',
  },
  {
    scope: 'own',
    group: '',
    resources: ['secrets'],
    verbs: ['create'],
    reason: 'makes the key of the hashes once, at its first start (RBAC cannot restrict create to a name)',
  },
  {
    scope: 'own',
    group: '',
    resources: ['secrets'],
    verbs: ['get'],
    names: [installSecretName],
    reason: 'reads the key of the hashes',
  },
];

/** What a request asks for, in RBAC's terms. */
export interface Asked {
  readonly verb: string;
  readonly group: string;
  /** With its subresource: `dataplanes/status`. */
  readonly resource: string;
  readonly name?: string;
  /** Where: in the operator's own namespace, in a governed one, in another one, or in no namespace. */
  readonly place: 'own' | 'governed' | 'other' | 'cluster';
}

/** Whether the rights allow it: what the API server's RBAC would say. */
export function isAllowed(held: readonly Right[], asked: Asked): boolean {
  return held.some(
    (right) =>
      (right.scope === 'cluster' || right.scope === asked.place) &&
      right.group === asked.group &&
      right.resources.includes(asked.resource) &&
      (right.verbs as readonly string[]).includes(asked.verb) &&
      (right.names === undefined || (asked.name !== undefined && right.names.includes(asked.name))),
  );
}
