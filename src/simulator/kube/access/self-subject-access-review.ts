import type { WireRequest } from '../../../runtime/transport.ts';
import { recordOf, textOf } from '../object.ts';
import { bodyOf } from '../request.ts';
import type { World } from '../world.ts';
import { userOf, type AccessOptions } from './guard.ts';
import { mayDo } from './rbac.ts';

export const reviewPath = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';

/** POST of a SelfSubjectAccessReview: answered, never stored. */
export function reviewAccess(world: World, access: AccessOptions | undefined, wire: WireRequest): unknown {
  const body = bodyOf(wire);
  const wanted = recordOf(recordOf(body['spec'])['resourceAttributes']);
  const subresource = textOf(wanted['subresource']) ?? '';
  const plural = textOf(wanted['resource']) ?? '';
  const namespace = textOf(wanted['namespace']) ?? '';
  const name = textOf(wanted['name']) ?? '';
  const allowed =
    access === undefined ||
    mayDo(world, userOf(access, wire), {
      verb: textOf(wanted['verb']) ?? '',
      group: textOf(wanted['group']) ?? '',
      resource: subresource === '' ? plural : `${plural}/${subresource}`,
      namespace: namespace === '' ? undefined : namespace,
      name: name === '' ? undefined : name,
    });
  return {
    kind: 'SelfSubjectAccessReview',
    apiVersion: 'authorization.k8s.io/v1',
    metadata: {},
    spec: body['spec'],
    status: { allowed },
  };
}
