import type * as pulumi from '@pulumi/pulumi';
import { GoogleConcern, type GoogleContext } from './concern.ts';
import { grantMembers } from './iam-members.ts';
import { accountIdOf, emailOf, resourceNames } from './permissions/names.ts';
import { exportTargets } from './permissions/plane.ts';
import { principalsOf } from './permissions/principals.ts';
import { newAccount } from './service-account.ts';

/** An account for each target of exports: it alone may write there, and Brainstore takes it on for the while. */
export class Exports extends GoogleConcern {
  /** Addresses of the accounts by name of the export. */
  readonly emails: Readonly<Record<string, string>>;

  constructor(context: GoogleContext, planeAccounts: ReadonlyMap<string, readonly pulumi.Resource[]>) {
    super('exports', context, ['iam', 'iamcredentials', 'storage']);
    const principals = principalsOf(this.environment);
    const made = new Map<string, readonly pulumi.Resource[]>();
    const emails: Record<string, string> = {};
    const making = (principal: readonly pulumi.Resource[]) => ({
      named: (part: string) => this.named(part),
      options: (after: readonly pulumi.Resource[]) => this.child({}, after),
      made,
      principal,
    });
    for (const { name } of this.environment.spec.exports) {
      const principal = principals.find((one) => one.principal === `export-${name}`);
      if (principal === undefined) continue;
      const accountId = accountIdOf(this.environment, `export-${name}`);
      const { project } = this;
      const { description } = principal;
      const account = newAccount(this.named(name), { project, accountId, description }, this.child());
      const email = emailOf(this.environment, accountId);
      emails[name] = email;
      made.set(resourceNames.account(project, email), [account]);
      grantMembers(principal, making([account]));
    }
    const brainstore = principals.find(({ principal }) => principal === 'brainstore');
    if (brainstore !== undefined) {
      const grants = exportTargets(this.environment);
      grantMembers({ ...brainstore, grants }, making([...planeAccounts.values()].flat()));
    }
    this.emails = emails;
    this.registerOutputs();
  }
}
