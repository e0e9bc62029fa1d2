import { alarmsTypes } from './aws/alarms.ts';
import { backupsTypes } from './aws/backups.ts';
import { byocTypes } from './aws/byoc.ts';
import { encryptionTypes } from './aws/encryption.ts';
import { entryTypes } from './aws/entry.ts';
import { exportsTypes } from './aws/exports.ts';
import { identityTypes } from './aws/identity.ts';
import { kubernetesTypes } from './aws/kubernetes.ts';
import { networkTypes } from './aws/network.ts';
import { postgresTypes } from './aws/postgres.ts';
import { quarantineTypes } from './aws/quarantine.ts';
import { redisTypes } from './aws/redis.ts';
import { secretsTypes } from './aws/secrets.ts';
import { storageTypes } from './aws/storage.ts';

/** Types of AWS that the programs use, by Pulumi's type token, in a file for each concern. A type stands in one only. */
export const awsResourceTypes = {
  ...networkTypes,
  ...kubernetesTypes,
  ...encryptionTypes,
  ...identityTypes,
  ...entryTypes,
  ...postgresTypes,
  ...redisTypes,
  ...storageTypes,
  ...secretsTypes,
  ...quarantineTypes,
  ...exportsTypes,
  ...backupsTypes,
  ...alarmsTypes,
  ...byocTypes,
};
