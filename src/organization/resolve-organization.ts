import type { Organization } from '../api/index.ts';
import type { Lists } from './context.ts';
import { nameOf, type Dependant } from './kinds.ts';
import { listed } from './listed.ts';
import { selects } from './label-selector.ts';
import type { Reason, Verdict } from './verdict.ts';

export type Resolved =
  { readonly organization: Organization } | { readonly organization?: Organization; readonly verdict: Verdict };

/** The Organization that a resource refers to, if it may. Pure: reads only what is listed already. */
export function resolveOrganization(resource: Dependant, lists: Lists): Resolved {
  const namespace = resource.metadata.namespace ?? '';
  const wanted = {
    name: resource.spec.organizationRef.name,
    namespace: resource.spec.organizationRef.namespace ?? namespace,
  };
  const label = `Organization ${wanted.namespace}/${wanted.name}`;
  const organization = listed(lists, 'Organization', wanted);
  const refused = (message: string): Resolved => ({
    verdict: { state: 'stalled', reason: 'OrganizationNotAllowed', message },
  });
  if (organization === undefined) {
    // To those who may not refer to it anyway, one that is missing and one that is closed must look alike.
    if (wanted.namespace !== namespace) return refused(closed(label, namespace));
    const message = `${label} does not exist. Create it, or correct spec.organizationRef.`;
    return { verdict: { state: 'stalled', reason: 'OrganizationMissing', message } };
  }
  if (wanted.namespace !== namespace && !opensItself(organization, resource, lists))
    return refused(closed(label, namespace));
  return { organization };
}

function opensItself({ spec }: Organization, resource: Dependant, lists: Lists): boolean {
  if (spec.allowedNamespaces === undefined || !(spec.allowedKinds ?? []).includes(resource.kind)) return false;
  const namespace = lists.namespaces().find(({ name }) => name === resource.metadata.namespace);
  return namespace !== undefined && selects(spec.allowedNamespaces.selector, namespace.labels);
}

function closed(label: string, namespace: string): string {
  return `${label} is not open to this kind in namespace ${namespace}. Its owner can open it with spec.allowedNamespaces and spec.allowedKinds.`;
}

/** With these the organization can be used although it is not as declared: its settings are its own affair. */
const usable: ReadonlySet<string> = new Set<Reason>([
  'Synced',
  'Observing',
  'ConfirmationNeeded',
  'TargetUnhealthy',
  'SettingsRefused',
]);

/** Why dependants must wait for this Organization; undefined where they need not. They make no call meanwhile. */
export function notReady(organization: Organization): Verdict | undefined {
  const ready = organization.status?.conditions?.find(({ type }) => type === 'Ready');
  const bound = organization.status?.organization !== undefined;
  if (bound && ready !== undefined && usable.has(ready.reason)) return undefined;
  const why = ready === undefined ? 'has not been looked at yet' : `is not ready (${ready.reason})`;
  const message = `Organization ${nameOf(organization)} ${why}. This waits for it; look there.`;
  return { state: 'waiting', reason: 'OrganizationNotReady', message };
}
