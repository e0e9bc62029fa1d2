import { Policy } from '@pulumi/aws/iam/policy.js';
import { Role } from '@pulumi/aws/iam/role.js';
import { RolePolicyAttachment } from '@pulumi/aws/iam/rolePolicyAttachment.js';
import type * as pulumi from '@pulumi/pulumi';
import { must } from '../../../src/runtime/must.ts';
import { Concern } from '../../component.ts';
import type { ByocAwsEnvironment } from '../../environment/schema/environment.ts';
import type { Principal } from '../../permissions/grant.ts';
import {
  bootstrapPath,
  boundaryName,
  ceilings,
  roleName,
  type BootstrapNames,
  type Ceiling,
  type VendorRole,
} from './names.ts';
import { boundaryDocument, policiesOf } from './permissions/policies.ts';
import { byocPrincipalsOf, rolesOf } from './permissions/principals.ts';
import { sessionSeconds, trustOf } from './permissions/trust.ts';
import { bootstrapTags } from './tags.ts';

/** Which ceiling a role stands under. */
const ceilingOfRole: Readonly<Record<VendorRole, Ceiling>> = {
  Deployment: 'Deployment',
  Support: 'People',
  Observer: 'People',
  Diagnostics: 'Diagnostics',
};

/** The vendor's roles, their rights, and the boundaries of theirs and of every role that they make. */
export class VendorRoles extends Concern {
  readonly #boundaries: Readonly<Record<Ceiling, pulumi.Output<string>>>;
  readonly #environment: ByocAwsEnvironment;
  readonly #names: BootstrapNames;

  constructor(environment: ByocAwsEnvironment, names: BootstrapNames, options: pulumi.ComponentResourceOptions) {
    super('aws', 'vendor-roles', options);
    this.#environment = environment;
    this.#names = names;
    this.#boundaries = Object.fromEntries(
      ceilings.map((ceiling) => [
        ceiling,
        this.#policy(
          `${ceiling.toLowerCase()}-boundary`,
          boundaryName(ceiling, names),
          `What roles under it may reach at most (${ceiling}).`,
          boundaryDocument(ceiling, environment),
        ).arn,
      ]),
    ) as Record<Ceiling, pulumi.Output<string>>;
    const principals = byocPrincipalsOf(environment);
    for (const role of rolesOf(environment)) this.#role(role, named(principals, role));
    this.registerOutputs({});
  }

  #role(role: VendorRole, principal: Principal): void {
    const { spec } = this.#environment;
    const made = new Role(
      this.named(role.toLowerCase()),
      {
        name: roleName(role, this.#names),
        path: bootstrapPath,
        description: principal.description.slice(0, 1000),
        assumeRolePolicy: JSON.stringify(trustOf(role, this.#environment)),
        maxSessionDuration: sessionSeconds,
        // Where the organization asks for a boundary of its own, the denials still hold as policies of the role.
        permissionsBoundary: spec.cloud.permissionsBoundary ?? this.#boundaries[ceilingOfRole[role]],
        tags: bootstrapTags(this.#environment),
      },
      this.child(),
    );
    for (const { id, name, description, document, attached } of policiesOf(role, principal, this.#environment)) {
      const policy = this.#policy(`${role.toLowerCase()}-${id}`, name, description, document);
      if (!attached) continue;
      new RolePolicyAttachment(
        this.named(`${role.toLowerCase()}-${id}-attachment`),
        { role: made.name, policyArn: policy.arn },
        this.child(),
      );
    }
  }

  #policy(logical: string, name: string, description: string, document: object): Policy {
    return new Policy(
      this.named(logical),
      {
        name,
        path: bootstrapPath,
        description,
        policy: JSON.stringify(document),
        tags: bootstrapTags(this.#environment),
      },
      this.child(),
    );
  }
}

function named(principals: readonly Principal[], role: VendorRole): Principal {
  return must(
    principals.find(({ principal }) => principal === role),
    'each role that is made has a table',
  );
}
