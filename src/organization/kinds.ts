import {
  aiProvider,
  environmentVariable,
  organization,
  project,
  resourceTypeOf,
  type AIProvider,
  type EnvironmentVariable,
  type Organization,
  type Project,
} from '../api/index.ts';
import type { ResourceType } from '../kube/objects.ts';

export type OrganizationKind = 'Organization' | 'AIProvider' | 'EnvironmentVariable' | 'Project';
/** Kinds that live in an organization and refer to it. */
export type DependantKind = Exclude<OrganizationKind, 'Organization'>;

export interface ResourceOf {
  Organization: Organization;
  AIProvider: AIProvider;
  EnvironmentVariable: EnvironmentVariable;
  Project: Project;
}

export type OrganizationResource = ResourceOf[OrganizationKind];
export type Dependant = ResourceOf[DependantKind];

export const dependantKinds = ['AIProvider', 'EnvironmentVariable', 'Project'] as const satisfies DependantKind[];

export const resourceTypes: Readonly<Record<OrganizationKind, ResourceType>> = {
  Organization: resourceTypeOf(organization),
  AIProvider: resourceTypeOf(aiProvider),
  EnvironmentVariable: resourceTypeOf(environmentVariable),
  Project: resourceTypeOf(project),
};

export const secretType: ResourceType = {
  group: '',
  version: 'v1',
  plural: 'secrets',
  kind: 'Secret',
  namespaced: true,
};

/** `namespace/name`, as people write it. */
export function nameOf(resource: {
  readonly metadata: { readonly namespace?: string; readonly name: string };
}): string {
  return `${resource.metadata.namespace ?? ''}/${resource.metadata.name}`;
}
