import { openWindow } from '../../../byoc/diagnostics-window.ts';
import type { ByocGoogleEnvironment } from '../../../environment/schema/environment.ts';
import type { Principal } from '../../../permissions/grant.ts';
import { bootstrapNames, vendorAccounts, type VendorAccount } from '../names.ts';
import { deployGrants, diagnosticsGrants, supportGrants } from './accounts.ts';
import { constraints } from './constraints.ts';
import { supportDenials, vendorDenials } from './denials.ts';

/** The vendor's accounts in a project, with all that each may do. */
export function byocPrincipalsOf(environment: ByocGoogleEnvironment): readonly Principal[] {
  const names = bootstrapNames(environment);
  return accountsOf(environment).map((account) => ({
    principal: account,
    description: descriptions[account],
    trusts: [bridgeOf(account, environment)],
    grants: grantsOf(account, environment),
    denies: [...vendorDenials(names), ...(account === 'deploy' ? [] : supportDenials(names))],
  }));
}

/** What holds everybody in the project: constraints of the organization. */
export function byocLimitsOf({ spec }: ByocGoogleEnvironment): readonly Principal[] {
  return [
    {
      principal: 'constraints',
      description: 'Constraints of the organization, set for the project: they hold for everybody in it.',
      trusts: [],
      grants: [],
      denies: constraints.map(({ id, constraint, why }) => ({
        id,
        allows: [constraint],
        on: [`projects/${spec.cloud.project}`],
        neededBy: 'guardrail',
        why,
      })),
    },
  ];
}

/** The accounts that are made: none for diagnostics where they are disallowed. */
export function accountsOf(environment: ByocGoogleEnvironment): readonly VendorAccount[] {
  return vendorAccounts.filter(
    (account) => account !== 'diagnostics' || environment.spec.vendor.diagnostics !== 'Disallowed',
  );
}

/** Who of the vendor may act as an account, as a member of IAM. */
export function bridgeOf(account: VendorAccount, { spec }: ByocGoogleEnvironment): string {
  return account === 'deploy'
    ? `serviceAccount:${spec.vendor.bridgeServiceAccount}`
    : `group:${spec.vendor.supportGroup}`;
}

const descriptions: Readonly<Record<VendorAccount, string>> = {
  deploy: "The vendor's deployment service: makes and changes the plane, and reads none of its data.",
  support: "The vendor's people on call: look, scale and restart; no secret, log, shell or data.",
  diagnostics:
    "The vendor's people, for a while and when let: shells in the plane's pods, which see their data, and logs. Nothing at any other time.",
};

function grantsOf(account: VendorAccount, environment: ByocGoogleEnvironment): Principal['grants'] {
  switch (account) {
    case 'deploy':
      return deployGrants(environment);
    case 'support':
      return supportGrants(environment);
    case 'diagnostics':
      return diagnosticsGrants(environment, openWindow(environment));
  }
}
