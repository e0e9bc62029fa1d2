import { createHash } from 'node:crypto';
import { apiVersion } from '../../api/index.ts';
import type { ObjectMeta, OwnerReference } from '../../kube/objects.ts';
import type { PlaneContext } from './context.ts';

const ownerKindLabel = 'planewright.dev/owner-kind';
const ownerNameLabel = 'planewright.dev/owner-name';
const managedByLabel = 'app.kubernetes.io/managed-by';
export const componentLabel = 'app.kubernetes.io/component';

/** Hash of a component's ConfigMap, on its pod template: a changed value rolls the pods. */
export const configHashAnnotation = 'planewright.dev/config-hash';
/** Keyed hash of the secret values that a component is given, on its pod template. */
export const secretHashAnnotation = 'planewright.dev/secret-hash';

/** Labels by which what we made for a plane is found again. */
export function ownerLabels(planeName: string): Record<string, string> {
  return {
    [managedByLabel]: 'planewright',
    [ownerKindLabel]: 'DataPlane',
    [ownerNameLabel]: labelValue(planeName),
  };
}

/** Metadata of an object of the plane. */
export function metadataOf(
  context: PlaneContext,
  name: string,
  component: string,
  annotations: Readonly<Record<string, string>> = {},
): ObjectMeta {
  const ownerReferences = ownersOf(context);
  return {
    name,
    namespace: context.namespace,
    labels: { ...ownerLabels(context.name), 'app.kubernetes.io/name': 'braintrust', [componentLabel]: component },
    ...(Object.keys(annotations).length > 0 && { annotations }),
    ...(ownerReferences.length > 0 && { ownerReferences }),
  };
}

export function ownersOf(context: Pick<PlaneContext, 'name' | 'ownerUid'>): readonly OwnerReference[] {
  if (context.ownerUid === undefined) return [];
  return [{ apiVersion, kind: 'DataPlane', name: context.name, uid: context.ownerUid, controller: true }];
}

/** SHA-256, for what is no secret. */
export function plainHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/** A resource's name may be longer than a label's value (63 characters). */
function labelValue(name: string): string {
  return name.length <= 63 ? name : `${name.slice(0, 46).replace(/[.-]+$/, '')}-${plainHash(name).slice(0, 16)}`;
}
