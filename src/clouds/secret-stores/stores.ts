import { azureCall } from '../azure.ts';
import { googleCall } from '../google.ts';
import { azureSecretStore } from './azure.ts';
import { googleSecretStore } from './google.ts';
import type { AwsSecretReference, AzureSecretReference, GoogleSecretReference } from './reference.ts';
import type { SecretStore } from './store.ts';

/** The store of each cloud; made when the first secret of that cloud is read. */
export interface StoreOfEachCloud {
  readonly aws: () => Promise<SecretStore<AwsSecretReference>>;
  readonly google: () => Promise<SecretStore<GoogleSecretReference>>;
  readonly azure: () => Promise<SecretStore<AzureSecretReference>>;
}

/** The clouds' real stores, as whoever the process is there. */
export function cloudSecretStores(env: Readonly<Record<string, string | undefined>>): SecretStore {
  return storesOf({
    // Its module loads the SDK. Not the SDK itself: a bundle has no named exports of a CommonJS package loaded late.
    aws: async () => (await import('./aws.ts')).awsSecretStore(),
    google: async () => googleSecretStore(await googleCall(env)),
    azure: async () => azureSecretStore(await azureCall(env)),
  });
}

/** Reads each secret where its name says that it is. */
export function storesOf(stores: StoreOfEachCloud): SecretStore {
  const aws = once(stores.aws);
  const google = once(stores.google);
  const azure = once(stores.azure);
  return {
    read: async (reference, signal) => {
      switch (reference.store) {
        case 'aws':
          return (await aws()).read(reference, signal);
        case 'google':
          return (await google()).read(reference, signal);
        case 'azure':
          return (await azure()).read(reference, signal);
      }
    },
  };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
