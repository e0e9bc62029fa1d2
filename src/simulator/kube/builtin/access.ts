import { conditions, labelSelector } from './common.ts';
import { anyValue, bool, byDefault, int, list, obj, setOf, str, time, whole } from './notation.ts';
import type { BuiltinKind } from './kind.ts';

const rules = list(
  obj(
    {
      apiGroups: list(str),
      resources: list(str),
      resourceNames: list(str),
      verbs: list(str),
      nonResourceURLs: list(str),
    },
    'verbs',
  ),
);
const roleRef = whole(
  obj({ apiGroup: byDefault(str, 'rbac.authorization.k8s.io'), kind: str, name: str }, 'kind', 'name'),
);
const subjects = list(whole(obj({ kind: str, apiGroup: str, name: str, namespace: str }, 'kind', 'name')));

function rbac(kind: string, plural: string, namespaced: boolean, fields: BuiltinKind['fields']): BuiltinKind {
  return {
    group: 'rbac.authorization.k8s.io',
    version: 'v1',
    kind,
    plural,
    namespaced,
    shortNames: [],
    subresources: [],
    generation: false,
    fields,
    columns: 'roleRef' in fields ? [{ name: 'Role', type: 'string', jsonPath: '.roleRef.name' }] : [],
  };
}

/** Rights, leases and the CRD kind itself. */
export const accessKinds: readonly BuiltinKind[] = [
  rbac('Role', 'roles', true, { rules }),
  rbac('ClusterRole', 'clusterroles', false, {
    rules,
    aggregationRule: obj({ clusterRoleSelectors: list(labelSelector) }),
  }),
  rbac('RoleBinding', 'rolebindings', true, { roleRef, subjects }),
  rbac('ClusterRoleBinding', 'clusterrolebindings', false, { roleRef, subjects }),
  {
    group: 'coordination.k8s.io',
    version: 'v1',
    kind: 'Lease',
    plural: 'leases',
    namespaced: true,
    shortNames: [],
    subresources: [],
    generation: false,
    fields: {
      spec: obj({
        holderIdentity: str,
        leaseDurationSeconds: int,
        acquireTime: time,
        renewTime: time,
        leaseTransitions: int,
        strategy: str,
        preferredHolder: str,
      }),
    },
    columns: [{ name: 'Holder', type: 'string', jsonPath: '.spec.holderIdentity' }],
  },
  {
    group: 'apiextensions.k8s.io',
    version: 'v1',
    kind: 'CustomResourceDefinition',
    plural: 'customresourcedefinitions',
    namespaced: false,
    shortNames: ['crd', 'crds'],
    subresources: ['status'],
    generation: true,
    required: ['spec'],
    fields: {
      spec: obj(
        {
          group: str,
          scope: { type: 'string', enum: ['Namespaced', 'Cluster'] },
          names: obj(
            { plural: str, singular: str, kind: str, listKind: str, shortNames: list(str), categories: list(str) },
            'plural',
            'kind',
          ),
          versions: list(
            obj(
              {
                name: str,
                served: bool,
                storage: bool,
                deprecated: bool,
                deprecationWarning: str,
                schema: obj({ openAPIV3Schema: anyValue }),
                subresources: obj({
                  status: anyValue,
                  scale: obj({ specReplicasPath: str, statusReplicasPath: str, labelSelectorPath: str }),
                }),
                additionalPrinterColumns: list(
                  obj(
                    { name: str, type: str, format: str, description: str, priority: int, jsonPath: str },
                    'name',
                    'type',
                    'jsonPath',
                  ),
                ),
                selectableFields: list(obj({ jsonPath: str }, 'jsonPath')),
              },
              'name',
              'served',
              'storage',
            ),
          ),
          preserveUnknownFields: bool,
          conversion: byDefault(obj({ strategy: str, webhook: anyValue }), { strategy: 'None' }),
        },
        'group',
        'scope',
        'names',
        'versions',
      ),
      status: obj({
        conditions,
        acceptedNames: obj({
          plural: str,
          singular: str,
          kind: str,
          listKind: str,
          shortNames: list(str),
          categories: list(str),
        }),
        storedVersions: setOf(str),
      }),
    },
    columns: [{ name: 'Created At', type: 'date', jsonPath: '.metadata.creationTimestamp' }],
  },
];
