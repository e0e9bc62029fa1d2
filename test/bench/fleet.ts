import {
  aiProvider,
  apiVersion,
  environmentVariable,
  organization,
  project,
  resourceTypeOf,
  type AIProviderSpecInput,
  type EnvironmentVariableSpecInput,
  type OrganizationSpecInput,
  type ProjectSpecInput,
} from '../../src/api/index.ts';
import type { KubeObject, ResourceType } from '../../src/kube/objects.ts';

/** An object and where it goes. */
export interface Item {
  readonly type: ResourceType;
  readonly object: KubeObject;
}

const fleetNamespace = 'acme';
const organizationRef = { name: 'acme' };
const sharedSecretRef = { name: 'llm-keys', key: 'openai' };
const secretType: ResourceType = { group: '', version: 'v1', plural: 'secrets', kind: 'Secret', namespaced: true };

export const fleetTypes = {
  Project: resourceTypeOf(project),
  AIProvider: resourceTypeOf(aiProvider),
  EnvironmentVariable: resourceTypeOf(environmentVariable),
  Organization: resourceTypeOf(organization),
};

/** The Organization with its token, and one Secret to share. Its rate does not slow anything down. */
export function foundation(connection: { apiUrl?: string; organizationName: string; token: string }): readonly Item[] {
  const { apiUrl, organizationName, token } = connection;
  const spec: OrganizationSpecInput = {
    connection: {
      ...(apiUrl === undefined ? {} : { apiUrl }),
      organizationName,
      tokenSecretRef: { name: 'owner', key: 'token' },
      rate: { perSecond: 1000, burst: 1000 },
    },
  };
  return [
    secretItem('owner', { token }),
    secretItem('llm-keys', { openai: 'sk-shared-key-0000' }),
    resource(organization, 'acme', spec),
  ];
}

/** So many resources of the kinds that live in an organization: of ten, seven provider keys, two variables, one project. */
export function mixedFleet(size: number): readonly Item[] {
  return Array.from({ length: size }, (_, n) => {
    switch (n % 10) {
      case 0:
        return resource(project, `project-${n}`, { organizationRef, name: `project ${n}` } satisfies ProjectSpecInput);
      case 1:
      case 2:
        return resource(environmentVariable, `variable-${n}`, {
          organizationRef,
          name: `VARIABLE_${n}`,
          // All of them in the first ten projects: their lists are one call a project.
          scope: { type: 'Project', project: { ref: `project-${(Math.floor(n / 10) % 10) * 10}` } },
          secretRef: sharedSecretRef,
        } satisfies EnvironmentVariableSpecInput);
      default:
        return providerItem(n, sharedSecretRef);
    }
  });
}

/** How many projects of a mixed fleet of this size have variables. */
export function projectsWithVariables(size: number): number {
  return Math.min(10, Math.floor(size / 10));
}

/** So many provider keys, each with a Secret of its own; the Secrets come first. */
export function providersWithSecrets(size: number): readonly Item[] {
  const numbers = Array.from({ length: size }, (_, n) => n);
  return [
    ...numbers.map((n) => secretItem(`key-${n}`, { value: `sk-key-of-provider-${n}` })),
    ...numbers.map((n) => providerItem(n, { name: `key-${n}`, key: 'value' })),
  ];
}

function providerItem(n: number, secretRef: AIProviderSpecInput['secretRef']): Item {
  const metadata = { models: ['gpt-5', 'gpt-5-mini'] };
  return resource(aiProvider, `provider-${n}`, {
    organizationRef,
    name: `PROVIDER_${n}`,
    type: 'openai',
    secretRef,
    metadata,
  } satisfies AIProviderSpecInput);
}

function secretItem(name: string, data: Readonly<Record<string, string>>): Item {
  const encoded = Object.fromEntries(
    Object.entries(data).map(([field, value]) => [field, Buffer.from(value).toString('base64')]),
  );
  const metadata = { name, namespace: fleetNamespace };
  return { type: secretType, object: { apiVersion: 'v1', kind: 'Secret', metadata, data: encoded } as KubeObject };
}

function resource(definition: { kind: string; plural: string }, name: string, spec: object): Item {
  const metadata = { name, namespace: fleetNamespace };
  return {
    type: resourceTypeOf(definition),
    object: { apiVersion, kind: definition.kind, metadata, spec } as KubeObject,
  };
}
