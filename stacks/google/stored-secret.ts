import { Secret } from '@pulumi/gcp/secretmanager/secret.js';
import { SecretVersion } from '@pulumi/gcp/secretmanager/secretVersion.js';
import type * as pulumi from '@pulumi/pulumi';
import type { GoogleEnvironment } from '../environment/schema/environment.ts';
import { nameOf } from '../naming/name-of.ts';
import { labelsOf } from '../tags.ts';
import type { KeyReference } from './references.ts';

const secretType = 'gcp:secretmanager/secret:Secret';

/** An empty secret in the region of the environment, and in that of the copies if there is one, under the keys. */
export function newSecret(
  logicalName: string,
  environment: GoogleEnvironment,
  role: string,
  keys: KeyReference,
  options: pulumi.CustomResourceOptions,
): Secret {
  const { cloud, backups } = environment.spec;
  const replica = (location: string, kmsKeyName: pulumi.Input<string>) => ({
    location,
    customerManagedEncryption: { kmsKeyName },
  });
  return new Secret(
    logicalName,
    {
      project: cloud.project,
      secretId: nameOf(environment, secretType, role),
      labels: labelsOf(environment),
      replication: {
        userManaged: {
          replicas: [
            replica(cloud.region, keys.key),
            ...(backups.region === undefined || keys.backupKey === undefined
              ? []
              : [replica(backups.region, keys.backupKey)]),
          ],
        },
      },
      deletionProtection: environment.spec.profile !== 'sandbox',
    },
    options,
  );
}

/**
 * What the secret holds now. A new version is made before the old one goes, and the old one stays in the store,
 * disabled: whoever still holds it can be found out.
 */
export function newVersion(
  logicalName: string,
  secret: Secret,
  value: pulumi.Output<string>,
  options: pulumi.CustomResourceOptions,
): SecretVersion {
  return new SecretVersion(logicalName, { secret: secret.id, secretData: value, deletionPolicy: 'DISABLE' }, options);
}
