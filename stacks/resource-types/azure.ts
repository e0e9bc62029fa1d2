import { alarmsTypes } from './azure/alarms.ts';
import { backupsTypes } from './azure/backups.ts';
import { encryptionTypes } from './azure/encryption.ts';
import { entryTypes } from './azure/entry.ts';
import { identityTypes } from './azure/identity.ts';
import { kubernetesTypes } from './azure/kubernetes.ts';
import { networkTypes } from './azure/network.ts';
import { postgresTypes } from './azure/postgres.ts';
import { redisTypes } from './azure/redis.ts';
import { resourceGroupTypes } from './azure/resource-group.ts';
import { storageTypes } from './azure/storage.ts';

/** Types of Azure that the programs use, by Pulumi's type token, in a file for each concern. A type stands in one only. */
export const azureResourceTypes = {
  ...resourceGroupTypes,
  ...networkTypes,
  ...encryptionTypes,
  ...identityTypes,
  ...kubernetesTypes,
  ...postgresTypes,
  ...redisTypes,
  ...storageTypes,
  ...entryTypes,
  ...backupsTypes,
  ...alarmsTypes,
};
