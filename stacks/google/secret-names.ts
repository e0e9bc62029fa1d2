import type { GoogleEnvironment } from '../environment/schema/environment.ts';
import { nameOf } from '../naming/name-of.ts';

const secretType = 'gcp:secretmanager/secret:Secret';

/** Full name of a secret of this environment: known before it is made, so that tables of permissions can hold it. */
function secretNameOf(environment: GoogleEnvironment, role: string): string {
  return `projects/${environment.spec.cloud.project}/secrets/${nameOf(environment, secretType, role)}`;
}

/** The four secrets that the plane's Secret is composed of, made or brought. */
export function planeSecretsOf(environment: GoogleEnvironment) {
  const { cloud, postgres, redis, secrets } = environment.spec;
  const whole = (name: string) => (name.includes('/') ? name : `projects/${cloud.project}/secrets/${name}`);
  const { licenseKey } = secrets;
  return {
    postgresUrl: postgres.type === 'Existing' ? whole(postgres.urlSecret) : secretNameOf(environment, 'postgres-url'),
    redisUrl: redis.type === 'Existing' ? whole(redis.urlSecret) : secretNameOf(environment, 'redis-url'),
    licenseKey: licenseKey.type === 'Existing' ? whole(licenseKey.name) : secretNameOf(environment, 'license-key'),
    functionSecretKey: secretNameOf(environment, 'function-secret-key'),
  };
}
