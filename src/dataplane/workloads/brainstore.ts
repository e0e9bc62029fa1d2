import { durationMs } from '../../api/fields.ts';
import { canonicalJson } from '../../runtime/canonical-json.ts';
import { componentContracts, type BrainstoreRole } from '../contract/components.ts';
import { brainstoreConfig } from './brainstore-config.ts';
import { cacheVolume, withCacheStorage } from './cache-volume.ts';
import type { PlaneContext } from './context.ts';
import { configMap, deployment, resourcesOf, service } from './deployment.ts';
import { disruptionBudget } from './disruption.ts';
import { plainHash } from './identity.ts';
import { imageOf } from './images.ts';
import type { PlaneObject } from './kinds.ts';
import { extraVariables, fromPlaneSecret, literals } from './variables.ts';

/** Reading a cold cache's index may take minutes before the first answer. */
const startupSeconds = 600;
/** A writer hands its work back when it stops; readers finish their queries. */
const graceSeconds = 60;

/** ConfigMap, Service, disruption budget and Deployment of one Brainstore role, in the order in which they are applied. */
export function brainstoreObjects(context: PlaneContext, role: BrainstoreRole): readonly PlaneObject[] {
  const { spec } = context;
  const contract = componentContracts[role];
  const wishes = spec.brainstore[role];
  const config = brainstoreConfig(context, role);
  const cache = cacheVolume(spec, role);
  return [
    configMap(context, contract.objectName, contract.container, config),
    service(context, contract, { type: 'ClusterIP' }),
    disruptionBudget(context, contract),
    deployment(context, {
      name: contract.objectName,
      app: contract.objectName,
      contract,
      image: imageOf(spec, role, context.version),
      replicas: wishes.replicas,
      // One more at a time: the vendor's chart doubles 16- to 32-core pods on local-NVMe nodes that are rarely to spare.
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      progressSeconds: durationMs(spec.rollout.stepDeadline) / 1000,
      wishes,
      configMap: contract.objectName,
      configHash: plainHash(canonicalJson(config)),
      secretHash: context.secretHashes[role],
      environment: [...environmentOf(context), ...extraVariables(wishes.extraEnv)],
      resources: withCacheStorage(resourcesOf(wishes.resources), cache.ephemeralStorage),
      volumes: [cache.volume],
      mounts: [{ name: cache.volume.name, mountPath: wishes.cache.directory }],
      ...(cache.nodeLabels && { nodeLabels: cache.nodeLabels }),
      startupSeconds,
      graceSeconds,
    }),
  ];
}

function environmentOf({ spec }: PlaneContext) {
  const { objectName, port } = componentContracts.api;
  return [
    ...fromPlaneSecret({
      BRAINSTORE_METADATA_URI: 'PG_URL',
      BRAINSTORE_WAL_URI: 'PG_URL',
      BRAINSTORE_REDIS_URI: 'REDIS_URL',
      BRAINSTORE_XACT_MANAGER_URI: 'REDIS_URL',
      ...(spec.storage.locks === 'Redis' && { BRAINSTORE_LOCKS_URI: 'REDIS_URL' }),
      BRAINSTORE_LICENSE_KEY: 'BRAINSTORE_LICENSE_KEY',
      FUNCTION_SECRET_KEY: 'FUNCTION_SECRET_KEY',
      // One key under two names: service tokens are read by whoever holds the function secret.
      SERVICE_TOKEN_SECRET_KEY: 'FUNCTION_SECRET_KEY',
    }),
    ...literals({ BRAINSTORE_AI_PROXY_URL: `http://${objectName}:${port}` }),
  ];
}
