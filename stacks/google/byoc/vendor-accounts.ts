import { IAMCustomRole } from '@pulumi/gcp/projects/iamcustomRole.js';
import { IAMMember as ProjectMember } from '@pulumi/gcp/projects/iammember.js';
import { Account } from '@pulumi/gcp/serviceaccount/account.js';
import { IAMMember as AccountMember } from '@pulumi/gcp/serviceaccount/iammember.js';
import type * as pulumi from '@pulumi/pulumi';
import { must } from '../../../src/runtime/must.ts';
import type { Grant } from '../../permissions/grant.ts';
import { BootstrapConcern, type BootstrapContext } from './byoc-concern.ts';
import { accountId, customRoleId, customRoleName, customRoles, type VendorAccount } from './names.ts';
import { accountsOf, bridgeOf, byocPrincipalsOf } from './permissions/principals.ts';
import { customRoleTable } from './permissions/roles.ts';

/** The vendor's accounts, who may act as them, and their rights in the project. Members are added, none is taken away. */
export class VendorAccounts extends BootstrapConcern {
  /** E-mail by account. */
  readonly emails: Readonly<Partial<Record<VendorAccount, pulumi.Output<string>>>>;
  readonly #roles: readonly pulumi.Resource[];

  constructor(context: BootstrapContext) {
    super('vendor-accounts', context);
    const { environment } = context;
    this.#roles = customRoles.map((role) => {
      const { title, permissions } = customRoleTable[role];
      return new IAMCustomRole(
        this.named(`${role}-role`),
        {
          project: this.names.project,
          roleId: customRoleId(role, environment),
          title,
          description: `In place of ${customRoleTable[role].instead}`.slice(0, 256),
          permissions: [...permissions],
          stage: 'GA',
        },
        this.child(),
      );
    });
    const principals = byocPrincipalsOf(environment);
    this.emails = Object.fromEntries(
      accountsOf(environment).map((account) => {
        const { description, grants } = must(
          principals.find(({ principal }) => principal === account),
          'each account that is made has a table',
        );
        return [account, this.#account(account, description, grants)];
      }),
    );
    this.registerOutputs({});
  }

  #account(account: VendorAccount, description: string, grants: readonly Grant[]): pulumi.Output<string> {
    const made = new Account(
      this.named(account),
      {
        project: this.names.project,
        accountId: accountId(account),
        displayName: `Braintrust ${account}`,
        description: description.slice(0, 256),
      },
      this.child(),
    );
    new AccountMember(
      this.named(`${account}-bridge`),
      {
        serviceAccountId: made.name,
        role: 'roles/iam.serviceAccountTokenCreator',
        member: bridgeOf(account, this.environment),
      },
      this.child(),
    );
    const ofProject = grants.filter(({ on }) => on.includes(`projects/${this.names.project}`));
    for (const { id, allows, expression } of ofProject) {
      for (const role of allows) {
        new ProjectMember(
          this.named(`${account}-${shortName(role, this.environment)}`),
          {
            project: this.names.project,
            role,
            member: made.member,
            ...(expression !== undefined && { condition: { title: id, expression } }),
          },
          this.child({ dependsOn: [...this.#roles] }),
        );
      }
    }
    return made.email;
  }
}

/** `roles/dns.admin` → `dns-admin`; a role of our own by what it is. */
function shortName(role: string, environment: BootstrapContext['environment']): string {
  const own = customRoles.find((custom) => customRoleName(custom, environment) === role);
  return own === undefined ? role.replace('roles/', '').replaceAll('.', '-') : `own-${own}`;
}
