import { kinds, type Right } from './rights.ts';

const written = ['get', 'create', 'patch'] as const satisfies readonly Right['verbs'][number][];
const made = [...written, 'delete'] as const;

/**
 * What somebody needs who runs `install` and `uninstall` of the operator alone, beside all rights of the operator itself:
 * Kubernetes lets nobody give away what they do not hold, unless they may `bind` and `escalate` roles.
 */
export const installerRights: readonly Pick<Right, 'group' | 'resources' | 'verbs' | 'reason'>[] = [
  {
    group: '',
    resources: ['namespaces'],
    verbs: written,
    reason: "makes the operator's namespace and those that it is to look after; none is ever deleted",
  },
  {
    group: 'apiextensions.k8s.io',
    resources: ['customresourcedefinitions'],
    verbs: written,
    reason: 'brings the kinds, and waits until they are served; `uninstall --crds` needs `delete`, too',
  },
  {
    group: 'rbac.authorization.k8s.io',
    resources: ['clusterroles', 'clusterrolebindings', 'roles', 'rolebindings'],
    verbs: made,
    reason: 'gives the operator its rights, and takes them away where it no longer looks after a namespace',
  },
  {
    group: '',
    resources: ['serviceaccounts', 'services'],
    verbs: made,
    reason: 'makes what the operator runs as, and what its metrics are read from',
  },
  {
    group: 'apps',
    resources: ['deployments'],
    verbs: made,
    reason: 'makes the operator itself, and waits until it is up',
  },
  {
    group: '',
    resources: ['configmaps'],
    verbs: made,
    reason: 'keeps the record of what an installation made, by which the next one knows what to take away',
  },
  {
    group: 'planewright.dev',
    resources: kinds,
    verbs: ['list'],
    reason: 'uninstall says what nobody will look after any more',
  },
];
