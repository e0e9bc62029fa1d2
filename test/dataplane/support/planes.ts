import type { DataPlaneSpec, DataPlaneSpecInput } from '../../../src/api/index.ts';
import { dataPlane } from '../../../src/api/kinds/data-plane.ts';
import type { Cloud } from '../../../src/dataplane/contract/components.ts';
import type { PlaneContext } from '../../../src/dataplane/workloads/context.ts';

export const clouds: { readonly [C in Cloud]: DataPlaneSpecInput['cloud'] } = {
  aws: {
    provider: 'aws',
    aws: {
      region: 'eu-west-1',
      buckets: { brainstore: 'acme-brainstore', responses: 'acme-responses', codeBundles: 'acme-code' },
      apiRoleArn: 'arn:aws:iam::123456789012:role/api',
      brainstoreRoleArn: 'arn:aws:iam::123456789012:role/brainstore',
    },
  },
  google: {
    provider: 'google',
    google: {
      mode: 'Autopilot',
      buckets: { brainstore: 'acme-brainstore', api: 'acme-api' },
      apiServiceAccount: 'api@acme.iam.gserviceaccount.com',
      brainstoreServiceAccount: 'brainstore@acme.iam.gserviceaccount.com',
    },
  },
  azure: {
    provider: 'azure',
    azure: {
      storageAccountName: 'acmestorage',
      storageConnectionString: { name: 'plane', key: 'storage' },
      apiClientId: '11111111-1111-1111-1111-111111111111',
      brainstoreClientId: '22222222-2222-2222-2222-222222222222',
    },
  },
};

/** A small valid spec, defaults filled in as the API server does. */
export function planeSpec(changes: Partial<DataPlaneSpecInput> = {}): DataPlaneSpec {
  return dataPlane.spec.parse({
    organizations: { name: 'acme' },
    version: '2.9.0',
    cloud: clouds.aws,
    storage: { locks: 'ObjectStorage' },
    secrets: {
      postgresUrl: { name: 'plane', key: 'postgres' },
      redisUrl: { name: 'plane', key: 'redis' },
      licenseKey: { name: 'plane', key: 'license' },
      functionSecretKey: { name: 'plane', key: 'function' },
    },
    ...changes,
  } satisfies DataPlaneSpecInput);
}

export function planeContext(
  changes: Partial<DataPlaneSpecInput> = {},
  rest: Partial<PlaneContext> = {},
): PlaneContext {
  const spec = planeSpec(changes);
  return {
    name: 'plane',
    namespace: 'acme',
    spec,
    version: spec.version,
    served: { name: 'acme', primaryName: '', allowedIds: [], auditedIds: [] },
    secretHashes: { api: 'api-1', reader: 'brainstore-1', fastReader: 'brainstore-1', writer: 'brainstore-1' },
    ...rest,
  };
}
