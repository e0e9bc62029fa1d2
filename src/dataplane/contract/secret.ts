import type { Cloud, Component } from './components.ts';

/** The one Secret that every component reads. The name is written into the vendor's chart. Source: Helm chart 6.11.0. */
export const planeSecretName = 'braintrust-secrets';

export interface SecretKeyContract {
  /** Components whose containers receive it: a change of the value restarts these and no others. */
  readonly consumers: readonly Component[];
  /** Clouds on which it exists; left out: all. */
  readonly clouds?: readonly Cloud[];
  readonly format: 'postgresUrl' | 'redisUrl' | 'text' | 'azureConnectionString';
  readonly source: string;
}

const everybody = ['reader', 'fastReader', 'writer', 'api'] as const;

export const secretKeys = {
  PG_URL: {
    consumers: everybody,
    format: 'postgresUrl',
    source: 'Helm chart 6.11.0, api and brainstore Deployments; scheme must be postgres://',
  },
  REDIS_URL: {
    consumers: everybody,
    format: 'redisUrl',
    source: 'Helm chart 6.11.0, api and brainstore Deployments; redis:// or rediss://',
  },
  BRAINSTORE_LICENSE_KEY: {
    consumers: everybody,
    format: 'text',
    source: 'Helm chart 6.11.0, api and brainstore Deployments; from Settings, Data plane of the product',
  },
  FUNCTION_SECRET_KEY: {
    consumers: everybody,
    format: 'text',
    source: 'Helm chart 6.11.0 (Brainstore since chart 2.2.1); random, 32 characters in the AWS module',
  },
  AZURE_STORAGE_CONNECTION_STRING: {
    consumers: ['api'],
    clouds: ['azure'],
    format: 'azureConnectionString',
    source: 'Helm chart 6.11.0, api Deployment on azure; carries only BlobEndpoint, workload identity does the rest',
  },
  GCS_ACCESS_KEY_ID: {
    consumers: ['api'],
    clouds: ['google'],
    format: 'text',
    source: 'Helm chart 6.11.0, api Deployment on google without native authentication; HMAC key of the Google module',
  },
  GCS_SECRET_ACCESS_KEY: {
    consumers: ['api'],
    clouds: ['google'],
    format: 'text',
    source: 'Helm chart 6.11.0, api Deployment on google without native authentication; HMAC key of the Google module',
  },
} as const satisfies Record<string, SecretKeyContract>;

export type PlaneSecretKey = keyof typeof secretKeys;

/** Characters of a FUNCTION_SECRET_KEY that we make. Source: AWS module, random password of its function secret. */
export const functionSecretKeyLength = 32;
