import * as z from 'zod';
import { api, brainstore, rollout } from '../../../src/api/kinds/data-plane-workloads.ts';
import { dataPlaneStorage, dataPlaneTelemetry } from '../../../src/api/kinds/data-plane.ts';
import { namespaceName } from '../../../src/api/references.ts';

/**
 * What runs in the cluster, in the words of the DataPlane resource, so that nothing has two names. Cloud, secrets,
 * version and organization come from elsewhere in the environment.
 */
export const plane = z
  .strictObject({
    namespace: namespaceName()
      .default('braintrust')
      .describe('Namespace of the plane. Part of the trust of its cloud identities: choose once.'),
    storage: dataPlaneStorage
      .prefault({ locks: 'ObjectStorage' })
      .describe('How data is stored. Locks in object storage, unless an existing plane has them in Redis.'),
    api,
    brainstore,
    rollout,
    telemetry: dataPlaneTelemetry,
  })
  .prefault({})
  .describe('The plane in the cluster, field by field as in a DataPlane.');
