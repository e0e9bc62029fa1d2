import type { GoogleEnvironment } from '../environment/schema/environment.ts';
import { nameOf } from '../naming/name-of.ts';

/** Full names of the keys, made or brought: known before anything is made. */
export function keyNamesOf(environment: GoogleEnvironment): { readonly key: string; readonly backupKey?: string } {
  const { cloud, encryption, backups } = environment.spec;
  const made = (role: string, location: string): string => {
    const ring = nameOf(environment, 'gcp:kms/keyRing:KeyRing', role);
    const key = nameOf(environment, 'gcp:kms/cryptoKey:CryptoKey', role);
    return `projects/${cloud.project}/locations/${location}/keyRings/${ring}/cryptoKeys/${key}`;
  };
  const brought = encryption.type === 'Existing' ? encryption : undefined;
  return {
    key: brought?.key ?? made('data', cloud.region),
    ...(backups.region !== undefined && { backupKey: brought?.backupKey ?? made('backup', backups.region) }),
  };
}
