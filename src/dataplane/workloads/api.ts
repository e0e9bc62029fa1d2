import type { V1Volume, V1VolumeMount } from '@kubernetes/client-node';
import { durationMs } from '../../api/fields.ts';
import { canonicalJson } from '../../runtime/canonical-json.ts';
import { apiHealthPort, componentContracts, customCa } from '../contract/components.ts';
import { apiConfig } from './api-config.ts';
import type { PlaneContext } from './context.ts';
import { configMap, deployment, resourcesOf, service, type DeploymentPlan } from './deployment.ts';
import { disruptionBudget } from './disruption.ts';
import { plainHash } from './identity.ts';
import { imageOf } from './images.ts';
import type { PlaneObject } from './kinds.ts';
import { extraVariables, fromPlaneSecret, literals } from './variables.ts';
import type { Plain } from './plain.ts';

const contract = componentContracts.api;

/** Name of the Deployment whose one pod migrates the database before any other API pod of that version starts. */
export const migrationName = `${contract.objectName}-migration`;

/** A start may include a migration; killing it half way is worse than waiting. */
const startupSeconds = 3600;
/** Answers of language models stream for minutes; the AWS module drains for 300 s. */
const graceSeconds = 300;

/** ConfigMap, Service, disruption budget and Deployment of the API, in the order in which they are applied. */
export function apiObjects(context: PlaneContext): readonly PlaneObject[] {
  const { spec } = context;
  const config = apiConfig(context);
  const { type, annotations } = spec.api.service;
  return [
    configMap(context, contract.objectName, contract.container, config),
    service(context, contract, { type, ...(annotations && { annotations }) }),
    disruptionBudget(context, contract),
    deployment(context, {
      ...planOf(context, contract.objectName, config),
      replicas: spec.api.replicas,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: 0 } },
      progressSeconds: durationMs(spec.rollout.stepDeadline) / 1000,
    }),
  ];
}

/**
 * One API pod of the due version on its own: the process migrates the database when it starts, and several starting at
 * once would do it at once. It has a ConfigMap of its own, because the pods of the version before still read theirs, and
 * an `app` label of its own, so that no request reaches it.
 */
export function migrationObjects(context: PlaneContext): readonly PlaneObject[] {
  const config = apiConfig(context);
  return [
    configMap(context, migrationName, contract.container, config),
    deployment(context, {
      ...planOf(context, migrationName, config),
      replicas: 1,
      // Never two at once, not even of two versions.
      strategy: { type: 'Recreate' },
      progressSeconds: durationMs(context.spec.rollout.migrationDeadline) / 1000,
    }),
  ];
}

function planOf(
  context: PlaneContext,
  name: string,
  config: Readonly<Record<string, string>>,
): Omit<DeploymentPlan, 'replicas' | 'strategy' | 'progressSeconds'> {
  const { spec } = context;
  const ca = customCaVolume(context);
  return {
    name,
    app: name,
    contract,
    image: imageOf(spec, 'api', context.version),
    wishes: spec.api,
    configMap: name,
    configHash: plainHash(canonicalJson([config, context.customCaHash])),
    secretHash: context.secretHashes.api,
    environment: [...environmentOf(context), ...extraVariables(spec.api.extraEnv)],
    resources: resourcesOf(spec.api.resources),
    volumes: ca?.volumes ?? [],
    mounts: ca?.mounts ?? [],
    startupSeconds,
    graceSeconds,
  };
}

function environmentOf({ spec }: PlaneContext) {
  const { cloud } = spec;
  const caFile = spec.api.customCa === undefined ? undefined : `${customCa.mountPath}/${customCa.filename}`;
  return [
    ...fromPlaneSecret({
      PG_URL: 'PG_URL',
      REDIS_URL: 'REDIS_URL',
      FUNCTION_SECRET_KEY: 'FUNCTION_SECRET_KEY',
      // One key under two names: service tokens are read by whoever holds the function secret.
      SERVICE_TOKEN_SECRET_KEY: 'FUNCTION_SECRET_KEY',
      BRAINSTORE_LICENSE_KEY: 'BRAINSTORE_LICENSE_KEY',
      ...(cloud.provider === 'azure' && { AZURE_STORAGE_CONNECTION_STRING: 'AZURE_STORAGE_CONNECTION_STRING' }),
      ...(cloud.provider === 'google' &&
        cloud.google.hmacKey !== undefined && {
          AWS_ACCESS_KEY_ID: 'GCS_ACCESS_KEY_ID',
          AWS_SECRET_ACCESS_KEY: 'GCS_SECRET_ACCESS_KEY',
        }),
    }),
    ...literals({
      TS_API_HEALTHSERVER_HOST: '0.0.0.0',
      TS_API_HEALTHSERVER_PORT: String(apiHealthPort),
      NODE_EXTRA_CA_CERTS: caFile,
      REQUESTS_CA_BUNDLE: caFile,
      SSL_CERT_FILE: caFile,
      CURL_CA_BUNDLE: caFile,
      AWS_CA_BUNDLE: caFile,
      PIP_CERT: caFile,
    }),
  ];
}

function customCaVolume({
  spec,
}: PlaneContext): { volumes: Plain<V1Volume>[]; mounts: Plain<V1VolumeMount>[] } | undefined {
  const ref = spec.api.customCa;
  if (ref === undefined) return undefined;
  const name = 'custom-ca';
  return {
    volumes: [{ name, configMap: { name: ref.name, items: [{ key: ref.key, path: customCa.filename }] } }],
    mounts: [{ name, mountPath: customCa.mountPath, readOnly: true }],
  };
}
