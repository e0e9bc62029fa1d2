import { bool, byDefault, int, keyed, list, map, obj, oneOf, setOf, str, time, whole, anyValue } from './notation.ts';

export const objectMeta = obj({
  name: str,
  generateName: str,
  namespace: str,
  selfLink: str,
  uid: str,
  resourceVersion: str,
  generation: int,
  creationTimestamp: { ...str, nullable: true },
  deletionTimestamp: { ...str, nullable: true },
  deletionGracePeriodSeconds: int,
  labels: map(str),
  annotations: map(str),
  finalizers: setOf(str),
  ownerReferences: keyed(
    ['uid'],
    whole(
      obj(
        { apiVersion: str, kind: str, name: str, uid: str, controller: bool, blockOwnerDeletion: bool },
        'apiVersion',
        'kind',
        'name',
        'uid',
      ),
    ),
  ),
  managedFields: list(anyValue),
});

export const labelSelector = whole(
  obj({
    matchLabels: map(str),
    matchExpressions: list(
      obj({ key: str, operator: oneOf('In', 'NotIn', 'Exists', 'DoesNotExist'), values: list(str) }, 'key', 'operator'),
    ),
  }),
);

/** A status condition, merged by type. */
export const conditions = keyed(
  ['type'],
  obj(
    {
      type: str,
      status: str,
      reason: str,
      message: str,
      observedGeneration: int,
      lastTransitionTime: time,
      lastUpdateTime: time,
      lastProbeTime: { ...time, nullable: true },
    },
    'type',
    'status',
  ),
);

export const localReference = whole(obj({ name: byDefault(str, '') }));

export const objectReference = whole(
  obj({ apiVersion: str, kind: str, namespace: str, name: str, uid: str, resourceVersion: str, fieldPath: str }),
);
