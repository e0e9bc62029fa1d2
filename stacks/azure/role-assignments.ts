import { RoleAssignment } from '@pulumi/azure-native/authorization/roleAssignment.js';
import { RoleDefinition } from '@pulumi/azure-native/authorization/roleDefinition.js';
import type * as pulumi from '@pulumi/pulumi';
import { must } from '../../src/runtime/must.ts';
import { stableUuid } from '../naming/stable-uuid.ts';
import type { Grant } from '../permissions/grant.ts';
import { builtInRole } from './permissions/built-in-roles.ts';
import { principalsOf } from './permissions/principals.ts';
import { resourceId, type Site } from './site.ts';

/** Ids of what the words of a grant mean: `container brainstore`, `subnet nodes-1`. */
export type Scopes = Readonly<Record<string, pulumi.Input<string>>>;

/**
 * Gives a principal what the table says, and nothing else. Each assignment is named after who, what and where, so that
 * it is found again, and adding one renames no other.
 * @throws Error if the table speaks of something that `scopes` lacks.
 */
export function assignRoles(
  site: Site,
  concern: string,
  principal: string,
  principalId: pulumi.Input<string>,
  scopes: Scopes,
  options: pulumi.CustomResourceOptions,
): readonly pulumi.Resource[] {
  const found = principalsOf(site.environment).find((one) => one.principal === principal);
  return (found?.grants ?? []).flatMap((grant) => {
    const own = grant.allows.filter((right) => builtInRole(right) === undefined);
    const roles: readonly RoleReference[] = [
      ...grant.allows.flatMap((right) => {
        const id = builtInRole(right);
        return id === undefined ? [] : [{ key: right, id: builtInRoleId(site, id) }];
      }),
      ...(own.length > 0 ? [{ key: grant.id, id: ownRole(site, concern, principal, grant, own, options).id }] : []),
    ];
    return grant.on.flatMap((ref) =>
      roles.map(
        ({ key, id }) =>
          new RoleAssignment(
            `${concern}-${principal}-may-${slugOf(`${grant.id} ${ref}`)}`,
            {
              roleAssignmentName: uuidOf(site, principal, key, ref),
              principalId,
              principalType: 'ServicePrincipal',
              roleDefinitionId: id,
              scope: must(scopes[ref], `${concern} knows where ${ref} is`),
              description: `${found?.principal ?? principal} ${grant.why}`,
            },
            options,
          ),
      ),
    );
  });
}

interface RoleReference {
  readonly key: string;
  readonly id: pulumi.Input<string>;
}

/** A role of ours with the named operations, where Azure has none so narrow. */
function ownRole(
  { environment, group }: Site,
  concern: string,
  principal: string,
  grant: Grant,
  actions: readonly string[],
  options: pulumi.CustomResourceOptions,
): RoleDefinition {
  const scope = resourceGroupId(environment.spec.cloud.subscriptionId, group.plainName);
  const id = stableUuid(scope, environment.metadata.name, principal, grant.id);
  return new RoleDefinition(
    `${concern}-${principal}-role`,
    {
      roleDefinitionId: id,
      // Names of roles are unique in the whole tenant.
      roleName: `${environment.metadata.name} ${principal} ${id.slice(0, 8)}`,
      roleType: 'CustomRole',
      description: `${grant.neededBy} ${grant.why}`,
      scope,
      assignableScopes: [scope],
      permissions: [{ actions: [...actions], notActions: [] }],
    },
    options,
  );
}

function builtInRoleId({ environment }: Site, id: string): string {
  return `/subscriptions/${environment.spec.cloud.subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${id}`;
}

export function resourceGroupId(subscription: string, group: string): string {
  return `/subscriptions/${subscription}/resourceGroups/${group}`;
}

function uuidOf({ environment, group }: Site, principal: string, role: string, ref: string): string {
  return stableUuid(resourceId(environment, group.plainName, environment.metadata.name), principal, role, ref);
}

function slugOf(text: string): string {
  return text
    .replaceAll(/([a-z])([A-Z])/g, '$1-$2')
    .replaceAll(/[^A-Za-z0-9]+/g, '-')
    .toLowerCase();
}
