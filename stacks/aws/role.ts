import { Role } from '@pulumi/aws/iam/role.js';
import { RolePolicy } from '@pulumi/aws/iam/rolePolicy.js';
import { RolePolicyAttachment } from '@pulumi/aws/iam/rolePolicyAttachment.js';
import type * as pulumi from '@pulumi/pulumi';
import type { AwsEnvironment } from '../environment/schema/environment.ts';
import { nameOf } from '../naming/name-of.ts';
import type { Principal } from '../permissions/grant.ts';
import { tagsOf } from '../tags.ts';
import { partitionOf } from './arn.ts';
import { statementsOf } from './policy-document.ts';
import { policyOf, type Statement } from './statement.ts';

export interface RoleWishes {
  readonly environment: AwsEnvironment;
  /** Logical name. */
  readonly logical: string;
  readonly principal: Principal<pulumi.Input<string>>;
  readonly trust: readonly Statement[];
}

/** Name of the role of somebody, known before it is made: others may name it in their policies. */
export function roleNameOf(environment: AwsEnvironment, principal: string): string {
  return nameOf(environment, 'aws:iam/role:Role', principal);
}

export interface MadeRole {
  readonly role: Role;
  /** What gives it its rights: whoever acts as the role at once waits for these. */
  readonly rights: readonly pulumi.Resource[];
}

/** A role that may do what the table says of its principal. */
export function makeRole(wishes: RoleWishes, options: pulumi.CustomResourceOptions): MadeRole {
  const { environment, logical, principal, trust } = wishes;
  const { cloud } = environment.spec;
  const role = new Role(
    logical,
    {
      name: roleNameOf(environment, principal.principal),
      description: principal.description,
      assumeRolePolicy: policyOf(trust),
      ...(cloud.permissionsBoundary !== undefined && { permissionsBoundary: cloud.permissionsBoundary }),
      tags: tagsOf(environment),
    },
    options,
  );
  const rights: pulumi.Resource[] = [];
  if (principal.grants.length > 0 || (principal.denies ?? []).length > 0) {
    rights.push(
      new RolePolicy(
        `${logical}-grants`,
        {
          name: nameOf(environment, 'aws:iam/rolePolicy:RolePolicy', principal.principal),
          role: role.name,
          policy: policyOf(statementsOf(principal)),
        },
        options,
      ),
    );
  }
  for (const { name } of principal.managed ?? []) {
    rights.push(
      new RolePolicyAttachment(
        `${logical}-${name}`,
        { role: role.name, policyArn: `arn:${partitionOf(cloud.region)}:iam::aws:policy/${name}` },
        options,
      ),
    );
  }
  return { role, rights };
}
