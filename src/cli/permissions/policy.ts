import { byKind } from '../../../stacks/environment/kinds.ts';
import type { Environment } from '../../../stacks/environment/schema/environment.ts';
import type { Principal } from '../../../stacks/permissions/grant.ts';

/** The tables as documents of the cloud, to attach as they are. */
export function documentsFor(
  environment: Environment,
  principals: readonly Principal[],
  limits: readonly Principal[],
): Promise<readonly unknown[]> {
  return byKind<Promise<readonly unknown[]>>(environment, {
    byocAws: () => aws([...principals, ...limits]),
    aws: () => aws([...principals, ...limits]),
    byocGoogle: ({ spec }) => Promise.resolve(google(principals, spec.cloud.project)),
    google: ({ spec }) => Promise.resolve(google(principals, spec.cloud.project)),
    azure: ({ spec }) => Promise.resolve(azure(principals, spec.cloud.subscriptionId)),
    saas: () => Promise.resolve([]),
  });
}

/** Policies of IAM, each within the size that AWS allows. */
async function aws(principals: readonly Principal[]): Promise<readonly unknown[]> {
  const { documentsOf, managedPolicyLimit } = await import('../../../stacks/aws/byoc/permissions/documents.ts');
  const { statementsOf } = await import('../../../stacks/aws/policy-document.ts');
  return principals.flatMap((principal) => [
    ...documentsOf(statementsOf(principal), managedPolicyLimit).map((document, index, all) => ({
      for: principal.principal,
      ...(all.length > 1 && { part: index + 1, of: all.length }),
      document,
    })),
    ...(principal.managed ?? []).map(({ name }) => ({ for: principal.principal, managedPolicy: name })),
  ]);
}

/** Bindings of IAM, custom roles where permissions are granted one by one, and rules of denial. */
function google(principals: readonly Principal[], project: string): readonly unknown[] {
  return principals.map(({ principal, description, grants, denies = [] }) => {
    const roles = grants.flatMap(({ id, allows, on, expression }) =>
      allows
        .filter(isRole)
        .map((role) => ({ role, on, ...(expression !== undefined && { condition: { title: id, expression } }) })),
    );
    const permissions = [...new Set(grants.flatMap(({ allows }) => allows.filter((each) => !isRole(each))))].sort();
    return {
      for: principal,
      ...(roles.length > 0 && { bindings: roles }),
      ...(permissions.length > 0 && {
        customRole: { title: principal, description, stage: 'GA', includedPermissions: permissions },
        project,
      }),
      ...(denies.length > 0 && {
        denyRules: denies.map(({ why, allows, expression }) => ({
          description: why,
          denyRule: {
            deniedPermissions: allows,
            ...(expression !== undefined && { denialCondition: { expression } }),
          },
        })),
      }),
    };
  });
}

function isRole(text: string): boolean {
  return text.includes('roles/');
}

/** Role assignments of Azure, and a custom role where operations are granted one by one. */
function azure(principals: readonly Principal[], subscription: string): readonly unknown[] {
  return principals.map(({ principal, description, grants }) => {
    const assignments = grants.flatMap(({ allows, on, expression }) =>
      allows
        .filter((each) => !isOperation(each))
        .map((role) => ({ role, on, ...(expression !== undefined && { condition: expression }) })),
    );
    const actions = [...new Set(grants.flatMap(({ allows }) => allows.filter(isOperation)))].sort();
    return {
      for: principal,
      ...(assignments.length > 0 && { assignments }),
      ...(actions.length > 0 && {
        roleDefinition: {
          Name: `Planewright ${principal}`,
          Description: description,
          Actions: actions,
          AssignableScopes: [`/subscriptions/${subscription}`],
        },
      }),
    };
  });
}

function isOperation(text: string): boolean {
  return /^[A-Za-z.]+\/[^\s]+$/.test(text);
}
