import type { DataPlaneSpec } from '../../api/index.ts';
import type { ServedOrganizations } from '../workloads/context.ts';
import type { ObservedPlane } from './observed.ts';
import type { Hindrance } from './verdict.ts';

/** Names and ids of the organizations that the plane serves, or why they are not known. */
export function servedOrganizations(
  spec: DataPlaneSpec,
  namespace: string,
  organization: ObservedPlane['organization'],
): ServedOrganizations | Hindrance {
  const { organizations, organizationRef } = spec;
  const needsReference = organizations === undefined || needsIdForAudit(spec);
  if (!needsReference || organizationRef === undefined) return fromSpec(spec);
  if (organizationRef.namespace !== undefined && organizationRef.namespace !== namespace) {
    return {
      hindrance: 'stalled',
      reason: 'ReferenceNotPermitted',
      message: `organizationRef names namespace ${organizationRef.namespace}: a plane and its Organization stand in the same namespace. Leave the namespace out, or spell the organization out in spec.organizations.`,
    };
  }
  const name = `Organization ${organizationRef.name}`;
  if (organization.state === 'unknown') {
    return { hindrance: 'unknown', reason: 'OrganizationUnread', message: `${name}: ${organization.reason}` };
  }
  const found = organization.state === 'present' ? organization.value.status?.organization : undefined;
  if (found === undefined) {
    return {
      hindrance: 'waiting',
      reason: organization.state === 'present' ? 'OrganizationNotReady' : 'OrganizationMissing',
      message:
        organization.state === 'present'
          ? `${name} has not been read from the vendor yet, so its name and id are not known. See its conditions; or spell the organization out in spec.organizations.`
          : `${name} is not there. Create it; or spell the organization out in spec.organizations.`,
    };
  }
  if (organizations !== undefined) return { ...fromSpec(spec), auditedIds: auditedIds(spec, [found.id]) };
  return { name: found.name, primaryName: '', allowedIds: [found.id], auditedIds: auditedIds(spec, [found.id]) };
}

function fromSpec(spec: DataPlaneSpec): ServedOrganizations {
  const { name = '*', primaryName = '', allowedIds = [] } = spec.organizations ?? {};
  return { name, primaryName, allowedIds, auditedIds: auditedIds(spec, allowedIds) };
}

function auditedIds(spec: DataPlaneSpec, otherwise: readonly string[]): readonly string[] {
  return spec.audit?.organizationIds ?? otherwise;
}

function needsIdForAudit({ audit }: DataPlaneSpec): boolean {
  return audit !== undefined && audit.organizationIds === undefined;
}
