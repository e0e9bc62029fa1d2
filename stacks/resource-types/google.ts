import { alarmsTypes } from './google/alarms.ts';
import { byocTypes } from './google/byoc.ts';
import { encryptionTypes } from './google/encryption.ts';
import { entryTypes } from './google/entry.ts';
import { identityTypes } from './google/identity.ts';
import { kubernetesTypes } from './google/kubernetes.ts';
import { networkTypes } from './google/network.ts';
import { postgresTypes } from './google/postgres.ts';
import { redisTypes } from './google/redis.ts';
import { secretsTypes } from './google/secrets.ts';
import { servicesTypes } from './google/services.ts';
import { storageTypes } from './google/storage.ts';

/** Types of Google that the programs use, by Pulumi's type token, in a file for each concern. A type stands in one only. */
export const googleResourceTypes = {
  ...servicesTypes,
  ...networkTypes,
  ...encryptionTypes,
  ...kubernetesTypes,
  ...postgresTypes,
  ...redisTypes,
  ...storageTypes,
  ...secretsTypes,
  ...identityTypes,
  ...entryTypes,
  ...alarmsTypes,
  ...byocTypes,
};
