import type { KindName } from '../../../src/api/index.ts';

const secretRef = (key: string) => ({ name: 'secrets', key });

const resource = (kind: KindName, name: string, spec: object) => ({
  apiVersion: 'planewright.dev/v1alpha1',
  kind,
  metadata: { name, namespace: 'acme' },
  spec,
});

/** One small valid document of each kind; every case is one of these with something set or removed. */
export const bases = {
  DataPlane: resource('DataPlane', 'plane', {
    organizationRef: { name: 'acme' },
    version: '2.9.0',
    cloud: {
      provider: 'aws',
      aws: {
        region: 'us-east-1',
        buckets: { brainstore: 'acme-brainstore', responses: 'acme-responses', codeBundles: 'acme-code' },
      },
    },
    storage: { locks: 'ObjectStorage' },
    secrets: {
      postgresUrl: secretRef('postgres'),
      redisUrl: secretRef('redis'),
      licenseKey: secretRef('license'),
    },
  }),
  Organization: resource('Organization', 'acme', {
    connection: { organizationName: 'Acme', tokenSecretRef: secretRef('token') },
  }),
  AIProvider: resource('AIProvider', 'openai', {
    organizationRef: { name: 'acme' },
    name: 'OPENAI_API_KEY',
    type: 'openai',
    secretRef: secretRef('openai'),
  }),
  EnvironmentVariable: resource('EnvironmentVariable', 'search', {
    organizationRef: { name: 'acme' },
    scope: { type: 'Organization' },
    name: 'SEARCH_TOKEN',
    secretRef: secretRef('search'),
  }),
  Project: resource('Project', 'support', { organizationRef: { name: 'acme' }, name: 'Support bot' }),
} as const satisfies Record<KindName, object>;
