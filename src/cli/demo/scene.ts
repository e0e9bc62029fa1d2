import {
  aiProvider,
  apiVersion,
  dataPlane,
  environmentVariable,
  organization,
  project,
  resourceTypeOf,
  type AIProviderSpecInput,
  type DataPlaneSpecInput,
  type EnvironmentVariableSpecInput,
  type OrganizationSpecInput,
  type ProjectSpecInput,
} from '../../api/index.ts';
import type { KubeObject, ResourceType } from '../../kube/objects.ts';

/** One object of the demo's cluster and where it lives. */
export interface Prop {
  readonly type: ResourceType;
  readonly object: KubeObject;
}

export const namespaces = { plane: 'braintrust', consumer: 'checkout' } as const;
export const organizationName = 'acme';
export const versions = { first: '2.8.0', next: '2.9.0' } as const;

const core = (plural: string, kind: string, namespaced: boolean): ResourceType => ({
  group: '',
  version: 'v1',
  plural,
  kind,
  namespaced,
});
const coreTypes = {
  namespace: core('namespaces', 'Namespace', false),
  secret: core('secrets', 'Secret', true),
  pod: core('pods', 'Pod', true),
} as const;

/** Values are made anew for each run: a demonstration needs no real ones. */
export interface SceneSecrets {
  readonly operatorToken: string;
  readonly openaiKey: string;
  readonly webhookSecret: string;
  readonly postgresPassword: string;
  readonly redisPassword: string;
  readonly licenseKey: string;
}

function namespace(
  name: string,
  extra: { labels?: Record<string, string>; annotations?: Record<string, string> },
): Prop {
  return {
    type: coreTypes.namespace,
    object: { apiVersion: 'v1', kind: 'Namespace', metadata: { name, ...extra } },
  };
}

/** A Secret of the scene; `data` is given as text. */
export function secret(name: string, data: Readonly<Record<string, string>>): Prop {
  const encoded = Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key, Buffer.from(value).toString('base64')]),
  );
  const object = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace: namespaces.plane },
    type: 'Opaque',
    data: encoded,
  };
  return { type: coreTypes.secret, object };
}

function resource(definition: { kind: string; plural: string }, name: string, spec: object): Prop {
  const object = { apiVersion, kind: definition.kind, metadata: { name, namespace: namespaces.plane }, spec };
  return { type: resourceTypeOf(definition), object };
}

/** What must be there before the resources: namespaces and the Secrets that they refer to. */
export function foundations(secrets: SceneSecrets): readonly Prop[] {
  return [
    namespace(namespaces.plane, {}),
    namespace(namespaces.consumer, {
      labels: { 'llm-keys': 'allowed' },
      annotations: { 'planewright.dev/ai-providers': `${namespaces.plane}/openai` },
    }),
    secret('braintrust-token', { token: secrets.operatorToken }),
    secret('llm-keys', { openai: secrets.openaiKey, webhook: secrets.webhookSecret }),
    secret('plane-connections', {
      postgres: `postgres://braintrust:${secrets.postgresPassword}@postgres.internal:5432/postgres?sslmode=require`,
      redis: `rediss://:${secrets.redisPassword}@redis.internal:6379`,
      license: secrets.licenseKey,
    }),
  ];
}

export function dataPlaneProp(version: string): Prop {
  return resource(dataPlane, 'plane', {
    version,
    organizationRef: { name: organizationName },
    cloud: {
      provider: 'aws',
      aws: {
        region: 'eu-central-1',
        buckets: { brainstore: 'acme-brainstore', responses: 'acme-responses', codeBundles: 'acme-code-bundles' },
      },
    },
    storage: { locks: 'ObjectStorage' },
    secrets: {
      postgresUrl: { name: 'plane-connections', key: 'postgres' },
      redisUrl: { name: 'plane-connections', key: 'redis' },
      licenseKey: { name: 'plane-connections', key: 'license' },
    },
  } satisfies DataPlaneSpecInput);
}

/** The organization beside the plane: settings, a project, a provider key that another namespace asks for, a variable. */
export function organizationProps(apiUrl: string): readonly Prop[] {
  const organizationRef = { name: organizationName };
  return [
    resource(organization, organizationName, {
      connection: {
        apiUrl,
        organizationName,
        tokenSecretRef: { name: 'braintrust-token', key: 'token' },
        rate: { perSecond: 50, burst: 50 },
      },
      settings: { imageRenderingMode: 'click_to_load' },
      resyncInterval: '1m',
    } satisfies OrganizationSpecInput),
    resource(project, 'support-bot', {
      organizationRef,
      name: 'support-bot',
      description: 'Answers customers.',
      settings: { comparisonKey: 'input.question' },
      tags: [
        { name: 'regression', color: '#d73a49' },
        { name: 'golden', color: '#e3b341' },
      ],
    } satisfies ProjectSpecInput),
    resource(aiProvider, 'openai', {
      organizationRef,
      name: 'OPENAI_API_KEY',
      type: 'openai',
      secretRef: { name: 'llm-keys', key: 'openai' },
      copies: { namespaceSelector: { matchLabels: { 'llm-keys': 'allowed' } } },
    } satisfies AIProviderSpecInput),
    resource(environmentVariable, 'webhook-secret', {
      organizationRef,
      scope: { type: 'Project', project: { ref: 'support-bot' } },
      name: 'WEBHOOK_SECRET',
      secretRef: { name: 'llm-keys', key: 'webhook' },
    } satisfies EnvironmentVariableSpecInput),
  ];
}
