import {
  aiProvider,
  dataPlane,
  apiVersion,
  environmentVariable,
  organization,
  project,
  resourceTypeOf,
  type AIProviderSpecInput,
  type DataPlaneSpecInput,
  type EnvironmentVariableSpecInput,
  type OrganizationSpecInput,
  type ProjectSpecInput,
} from '../../src/api/index.ts';
import { sourceAnnotation } from '../../src/api/secret-source.ts';
import type { KubeObject, ResourceType } from '../../src/kube/objects.ts';
import { operatorToken } from '../support/operator-world.ts';

export interface Piece {
  readonly type: ResourceType;
  readonly object: KubeObject;
}

export const home = 'acme';
export const consumer = 'checkout';
/** Values that must be told nowhere; the token of the operator is one of them. */
export const canaries = {
  token: operatorToken,
  tokenNext: 'bt-st-canary-operator-token-111',
  openai: 'sk-canary-openai-first-0000000',
  openaiNext: 'sk-canary-openai-second-000000',
  anthropic: 'sk-canary-anthropic-0000000000',
  webhook: 'canary-webhook-value-000000000',
  foreign: 'sk-canary-set-by-hand-00000000',
  postgres: 'canary-postgres-password-00000',
  redis: 'canary-redis-password-00000000',
  license: 'canary-license-first-000000000',
  licenseNext: 'canary-license-second-00000000',
  functions: 'canary-function-secret-key-000',
} as const;
/** Of the Organization in these stories, in milliseconds. */
export const resyncMs = 60_000;

const core = (plural: string, kind: string, namespaced: boolean): ResourceType => ({
  group: '',
  version: 'v1',
  plural,
  kind,
  namespaced,
});
const namespaceType = core('namespaces', 'Namespace', false);
const secretType = core('secrets', 'Secret', true);
export const types = {
  Organization: resourceTypeOf(organization),
  Project: resourceTypeOf(project),
  DataPlane: resourceTypeOf(dataPlane),
  AIProvider: resourceTypeOf(aiProvider),
  EnvironmentVariable: resourceTypeOf(environmentVariable),
  Namespace: namespaceType,
  Secret: secretType,
} as const;

const organizationRef = { name: 'acme' };

type SpecInput =
  DataPlaneSpecInput | AIProviderSpecInput | EnvironmentVariableSpecInput | OrganizationSpecInput | ProjectSpecInput;

function resource(type: ResourceType, name: string, spec: SpecInput): Piece {
  const object = { apiVersion, kind: type.kind, metadata: { name, namespace: home }, spec };
  return { type, object };
}

function secret(name: string, values: Readonly<Record<string, string>>): Piece {
  const data = Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, Buffer.from(value).toString('base64')]),
  );
  const metadata = { name, namespace: home };
  return {
    type: secretType,
    object: { apiVersion: 'v1', kind: 'Secret', metadata, type: 'Opaque', data } as KubeObject,
  };
}

export function consumerNamespace(asks: string): Piece {
  const metadata = {
    name: consumer,
    labels: { 'llm-keys': 'allowed' },
    annotations: { 'planewright.dev/ai-providers': asks },
  };
  return { type: namespaceType, object: { apiVersion: 'v1', kind: 'Namespace', metadata } };
}

export function token(value: string): Piece {
  return secret('braintrust-token', { token: value });
}

export function keys(openai: string): Piece {
  return secret('llm-keys', { openai, anthropic: canaries.anthropic, webhook: canaries.webhook });
}

export function openai(spec: Partial<AIProviderSpecInput> = {}): Piece {
  return resource(types.AIProvider, 'openai', {
    organizationRef,
    name: 'OPENAI_API_KEY',
    type: 'openai',
    secretRef: { name: 'llm-keys', key: 'openai' },
    copies: { namespaceSelector: { matchLabels: { 'llm-keys': 'allowed' } } },
    ...spec,
  });
}

export function supportBot(spec: Partial<ProjectSpecInput> = {}): Piece {
  return resource(types.Project, 'support-bot', {
    organizationRef,
    name: 'support-bot',
    description: 'Answers customers.',
    settings: { comparisonKey: 'input.question' },
    tags: [{ name: 'golden', color: '#e3b341' }],
    ...spec,
  });
}

/** Takes nothing over: a create that was cut off can only be told from somebody else's by the attempt in its status. */
function strict(): Piece {
  return resource(types.Project, 'strict', {
    organizationRef,
    name: 'strict',
    policy: { adoption: 'Refuse', deletion: 'Delete' },
  });
}

function webhook(): Piece {
  return resource(types.EnvironmentVariable, 'webhook', {
    organizationRef,
    scope: { type: 'Project', project: { ref: 'support-bot' } },
    name: 'WEBHOOK_SECRET',
    secretRef: { name: 'llm-keys', key: 'webhook' },
  });
}

function projectKey(): Piece {
  return resource(types.AIProvider, 'anthropic', {
    organizationRef,
    project: { ref: 'support-bot' },
    name: 'ANTHROPIC_API_KEY',
    type: 'anthropic',
    secretRef: { name: 'llm-keys', key: 'anthropic' },
    metadata: { apiBase: 'https://llm.acme.test' },
    policy: { adoption: 'Refuse' },
  });
}

function acme(): Piece {
  return resource(types.Organization, 'acme', {
    connection: {
      organizationName: 'Acme',
      tokenSecretRef: { name: 'braintrust-token', key: 'token' },
      rate: { perSecond: 50, burst: 50 },
    },
    settings: { imageRenderingMode: 'click_to_load' },
    resyncInterval: '1m',
  });
}

/** What a plane connects to; `license` is what changes in a rotation. */
export function connections(license: string): Piece {
  return secret('plane-connections', {
    postgres: `postgres://braintrust:${canaries.postgres}@postgres.internal:5432/postgres?sslmode=require`,
    redis: `rediss://:${canaries.redis}@redis.internal:6379`,
    license,
    functions: canaries.functions,
  });
}

/** The license's place in the store, for {@link connectionsFromStore}. */
export const storedLicense = 'projects/acme/secrets/license-key';

/** The same, with the license in a store. */
export function connectionsFromStore(): Piece {
  const { type, object } = connections('');
  const whole = object as KubeObject & { readonly data: Readonly<Record<string, string>> };
  const data = Object.fromEntries(Object.entries(whole.data).filter(([key]) => key !== 'license'));
  const annotations = { [sourceAnnotation('license')]: JSON.stringify({ value: { secret: storedLicense } }) };
  return { type, object: { ...object, metadata: { ...object.metadata, annotations }, data } as KubeObject };
}

export function plane(version: string): Piece {
  return resource(types.DataPlane, 'plane', {
    version,
    organizationRef,
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
      functionSecretKey: { name: 'plane-connections', key: 'functions' },
    },
  });
}

/** One of many provider keys. */
export function provider(n: number): Piece {
  return resource(types.AIProvider, `key-${n}`, {
    organizationRef,
    name: `KEY_${n}`,
    type: 'openai',
    secretRef: { name: 'llm-keys', key: 'openai' },
  });
}

/** An organization in which nothing is declared yet, and the Secrets for what will be. */
export function foundations(): readonly Piece[] {
  return [consumerNamespace(`${home}/openai`), token(canaries.token), keys(canaries.openai), acme()];
}

/** An organization with something of everything. */
export function wholeScene(): readonly Piece[] {
  return [...foundations(), supportBot(), strict(), openai(), projectKey(), webhook()];
}
