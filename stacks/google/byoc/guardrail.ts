import { DenyPolicy } from '@pulumi/gcp/iam/denyPolicy.js';
import { Policy } from '@pulumi/gcp/orgpolicy/policy.js';
import { nameOf } from '../../naming/name-of.ts';
import type { Grant } from '../../permissions/grant.ts';
import { BootstrapConcern, type BootstrapContext } from './byoc-concern.ts';
import { bootstrapEnvironment, deniedPrincipal, type VendorAccount } from './names.ts';
import { constraints } from './permissions/constraints.ts';
import { supportDenials, vendorDenials } from './permissions/denials.ts';
import { accountsOf } from './permissions/principals.ts';

/**
 * What the vendor may not do whatever it is given, and what nobody may: policies of denial and constraints on the
 * project. Who makes them needs roles/iam.denyAdmin and roles/orgpolicy.policyAdmin, which only an organization grants.
 */
export class ProjectGuardrail extends BootstrapConcern {
  readonly policies: readonly string[];

  constructor(context: BootstrapContext) {
    super('guardrail', context);
    const accounts = accountsOf(this.environment);
    this.policies = [
      this.#deny('vendor', accounts, vendorDenials(this.names)),
      this.#deny(
        'support',
        accounts.filter((account) => account !== 'deploy'),
        supportDenials(this.names),
      ),
    ];
    for (const { id, constraint } of constraints) {
      new Policy(
        this.named(id.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase()),
        {
          parent: `projects/${this.names.project}`,
          name: `projects/${this.names.project}/policies/${constraint}`,
          spec: { rules: [{ enforce: 'TRUE' }] },
        },
        this.child(),
      );
    }
    this.registerOutputs({});
  }

  #deny(role: string, accounts: readonly VendorAccount[], denials: readonly Grant[]): string {
    const name = nameOf(bootstrapEnvironment(this.environment), 'gcp:iam/denyPolicy:DenyPolicy', role);
    new DenyPolicy(
      this.named(role),
      {
        parent: encodeURIComponent(`cloudresourcemanager.googleapis.com/projects/${this.names.project}`),
        name,
        displayName: `Braintrust ${role}: what it may never do`,
        rules: denials.map(({ why, allows, expression }) => ({
          description: why,
          denyRule: {
            deniedPrincipals: accounts.map((account) => deniedPrincipal(account, this.names)),
            deniedPermissions: [...allows],
            ...(expression !== undefined && { denialCondition: { title: 'But the state', expression } }),
          },
        })),
      },
      this.child(),
    );
    return name;
  }
}
