import type { Account } from '@pulumi/gcp/serviceaccount/account.js';
import type * as pulumi from '@pulumi/pulumi';
import { GoogleConcern, type GoogleContext } from './concern.ts';
import { grantMembers } from './iam-members.ts';
import { accountIdOf, planeEmailOf, resourceNames, type PlaneAccount } from './permissions/names.ts';
import { exportTargets } from './permissions/plane.ts';
import { principalsOf } from './permissions/principals.ts';
import { newAccount, trustPods } from './service-account.ts';

const accounts: readonly PlaneAccount[] = ['api', 'brainstore', 'operator'];

export interface Granted {
  /** Where pods come from: their pool of identities is made with the first cluster of a project. */
  readonly cluster: readonly pulumi.Resource[];
  /** What makes a resource that something is granted on, by its full name. */
  readonly made: ReadonlyMap<string, readonly pulumi.Resource[]>;
}

/** Who the pods are in the cloud, and what they may do there; by the tables in `permissions`. */
export class Identity extends GoogleConcern {
  /** Accounts by full name, for those who grant on them. */
  readonly accounts: ReadonlyMap<string, readonly pulumi.Resource[]>;

  constructor(context: GoogleContext, granted: Granted) {
    super('identity', context, ['iam', 'iamcredentials', 'secretmanager', 'storage']);
    const principals = principalsOf(this.environment);
    const later = new Set(exportTargets(this.environment).map(({ id }) => id));
    const made = new Map<PlaneAccount, Account>();
    if (this.environment.spec.identity.type === 'New') {
      for (const role of accounts) made.set(role, this.#account(role, principals.find(is(role))?.description ?? role));
    }
    this.accounts = new Map(
      [...made].map(([role, account]) => [
        resourceNames.account(this.project, planeEmailOf(this.environment, role)),
        [account],
      ]),
    );
    for (const [role, account] of made) {
      const principal = principals.find(is(role));
      if (principal === undefined) continue;
      for (const pods of principal.trusts) {
        const name = this.named(`${role}-trusts-${pods.replace(/^.*\/|\]$/g, '')}`);
        trustPods(name, account, pods, this.child({}, granted.cluster));
      }
      grantMembers(
        // Targets of exports come later, with their own concern.
        { ...principal, grants: principal.grants.filter(({ id }) => !later.has(id)) },
        {
          named: (part) => this.named(part),
          options: (after) => this.child({}, after),
          made: new Map([...granted.made, ...this.accounts]),
          principal: [account],
        },
      );
    }
    this.registerOutputs();
  }

  #account(role: PlaneAccount, description: string): Account {
    const { project } = this;
    return newAccount(
      this.named(role),
      { project, accountId: accountIdOf(this.environment, role), description },
      this.child(),
    );
  }
}

function is(role: string) {
  return ({ principal }: { readonly principal: string }) => principal === role;
}
