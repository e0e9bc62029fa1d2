import type { WireRequest } from '../../../runtime/transport.ts';
import { at, recordOf, type StoredObject } from '../object.ts';
import { bodyOf } from '../request.ts';
import type { WriteContext } from './context.ts';
import { mergePatch } from './merge-patch.ts';
import { liveObject, updateObject } from './update.ts';

/** The `autoscaling/v1` Scale of a Deployment or ReplicaSet. */
export function scaleOf(object: StoredObject): Record<string, unknown> {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const labels = Object.entries(recordOf(at(object, 'spec', 'selector', 'matchLabels')));
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas: at(object, 'spec', 'replicas') ?? 0 },
    status: {
      replicas: at(object, 'status', 'replicas') ?? 0,
      selector: labels.map(([key, value]) => `${key}=${String(value)}`).join(','),
    },
  };
}

/** PUT or merge patch of the Scale: changes `spec.replicas` of the object and nothing else. */
export function writeScale(
  context: WriteContext,
  namespace: string | undefined,
  name: string,
  wire: WireRequest,
): Record<string, unknown> {
  const live = liveObject(context, namespace, name);
  const sent = bodyOf(wire);
  const scale = wire.method === 'PATCH' ? mergePatch(scaleOf(live), sent) : sent;
  const replicas = at(scale, 'spec', 'replicas') ?? 0;
  const version = at(scale, 'metadata', 'resourceVersion');
  const metadata = { ...live.metadata, ...(typeof version === 'string' ? { resourceVersion: version } : {}) };
  const written = updateObject(context, live, { ...live, metadata, spec: { ...recordOf(live['spec']), replicas } });
  return scaleOf(written.object);
}
