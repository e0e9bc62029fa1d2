import type { KindDefinition } from './kind.ts';
import { aiProvider } from './kinds/ai-provider.ts';
import { dataPlane } from './kinds/data-plane.ts';
import { environmentVariable } from './kinds/environment-variable.ts';
import { organization } from './kinds/organization.ts';
import { project } from './kinds/project.ts';

/** Every kind, in the order in which they are printed and installed. */
export const kinds = [
  dataPlane,
  organization,
  aiProvider,
  environmentVariable,
  project,
] as const satisfies readonly KindDefinition[];

export type KindName = (typeof kinds)[number]['kind'];

/** The definition of a kind by its name, if there is one. */
export function kindNamed(name: string): (typeof kinds)[number] | undefined {
  return kinds.find(({ kind }) => kind === name);
}

export { aiProvider, dataPlane, environmentVariable, organization, project };
export { apiVersion, finalizer, group, resourceTypeOf, version } from './kind.ts';
export type { KindDefinition, Resource, ResourceMeta } from './kind.ts';
export type { Condition, Drift } from './status.ts';
export type {
  AIProvider,
  AIProviderMetadata,
  AIProviderSpec,
  AIProviderSpecInput,
  AIProviderStatus,
} from './kinds/ai-provider.ts';
export type {
  DataPlane,
  DataPlanePhase,
  DataPlaneSpec,
  DataPlaneSpecInput,
  DataPlaneStatus,
} from './kinds/data-plane.ts';
export type {
  EnvironmentVariable,
  EnvironmentVariableSpec,
  EnvironmentVariableSpecInput,
  EnvironmentVariableStatus,
} from './kinds/environment-variable.ts';
export type {
  Organization,
  OrganizationSpec,
  OrganizationSpecInput,
  OrganizationStatus,
} from './kinds/organization.ts';
export type { Project, ProjectSpec, ProjectSpecInput, ProjectStatus } from './kinds/project.ts';
