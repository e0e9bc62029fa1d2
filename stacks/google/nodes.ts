import type * as pulumi from '@pulumi/pulumi';
import { GoogleConcern, type GoogleContext } from './concern.ts';
import { grantMembers } from './iam-members.ts';
import { accountIdOf, emailOf } from './permissions/names.ts';
import { principalsOf } from './permissions/principals.ts';
import { newAccount } from './service-account.ts';

/** Who the nodes are: an account of their own instead of the project's default one, which may edit everything. */
export class Nodes extends GoogleConcern {
  readonly email: string;
  /** That they may write logs and pull images: to wait for before there are any. */
  readonly granted: readonly pulumi.Resource[];

  constructor(context: GoogleContext) {
    super('nodes', context, ['iam', 'cloudresourcemanager']);
    const accountId = accountIdOf(this.environment, 'nodes');
    this.email = emailOf(this.environment, accountId);
    const principal = principalsOf(this.environment).find((one) => one.principal === 'nodes');
    if (principal === undefined) {
      this.granted = [];
    } else {
      const { project } = this;
      const { description } = principal;
      const account = newAccount(this.named(''), { project, accountId, description }, this.child());
      this.granted = [
        account,
        ...grantMembers(principal, {
          named: (role) => role,
          options: (after) => this.child({}, after),
          made: new Map(),
          principal: [account],
        }),
      ];
    }
    this.registerOutputs();
  }
}
