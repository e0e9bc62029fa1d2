import { apiVersion, type OrganizationSpecInput } from '../../src/api/index.ts';
import type { Environment } from '../environment/schema/environment.ts';
import type { ClusterObject } from './object.ts';

/** Name of the Organization resource: its namespace holds no other. */
export const organizationName = 'organization';

/** The Organization, where Planewright is to keep it as declared. Its settings are left alone. */
export function organizationObject({ spec }: Environment): ClusterObject | undefined {
  const { governed, name, primaryName, namespace, apiUrl, tokenSecretRef } = spec.organization;
  if (!governed) return undefined;
  const organizationSpec: OrganizationSpecInput = {
    connection: {
      organizationName: name === '*' ? (primaryName ?? name) : name,
      ...(apiUrl !== undefined && { apiUrl }),
      tokenSecretRef,
    },
  };
  return {
    apiVersion,
    kind: 'Organization',
    metadata: { name: organizationName, namespace },
    spec: organizationSpec,
  };
}
