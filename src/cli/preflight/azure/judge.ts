import type { Pool } from '../../../../stacks/quotas/pools.ts';
import type { Answer } from '../../../clouds/account/answer.ts';
import type { AzurePermission, AzureSku, AzureSubscription } from '../../../clouds/account/azure.ts';
import type { Permitted } from '../judge.ts';
import { fail, pass, unknown, warn, type Subject, type Verdict } from '../verdict.ts';

export function judgeSubscription(
  subject: Subject,
  wanted: { readonly subscriptionId: string; readonly tenantId: string },
  answer: Answer<readonly AzureSubscription[]>,
): Verdict {
  const signIn = `az login --tenant ${wanted.tenantId}, then az account set --subscription ${wanted.subscriptionId}; or correct spec.cloud.`;
  if ('unknown' in answer) return unknown(subject, answer.unknown, signIn);
  const found = answer.known.find(({ id }) => id.toLowerCase() === wanted.subscriptionId.toLowerCase());
  if (found === undefined) {
    const seen = answer.known.map(({ id, tenant }) => `${id} of tenant ${tenant}`).join(', ') || 'none';
    const says = `Whoever is signed in sees subscription ${seen}; the file says ${wanted.subscriptionId} of tenant ${wanted.tenantId}.`;
    return fail(subject, says, signIn);
  }
  if (found.tenant.toLowerCase() !== wanted.tenantId.toLowerCase()) {
    const says = `Subscription ${found.id} is of tenant ${found.tenant}; the file says ${wanted.tenantId}.`;
    return fail(subject, says, 'Correct spec.cloud.tenantId.');
  }
  if (found.state !== 'Enabled') {
    const says = `Subscription ${found.name} is ${found.state}.`;
    return fail(subject, says, 'Have whoever pays for it enable it again.');
  }
  return pass(subject, `Subscription ${found.name} (${found.id}).`);
}

export function judgeLocation(
  subject: Subject,
  name: string,
  zones: readonly string[],
  answer: Answer<ReadonlyMap<string, readonly string[]>>,
): Verdict {
  if ('unknown' in answer) return unknown(subject, answer.unknown);
  const found = answer.known.get(name);
  if (found === undefined) {
    const says = `This subscription has no location ${name}.`;
    return fail(subject, says, 'az account list-locations -o table lists those that there are.');
  }
  const missing = zones.filter((zone) => !found.includes(zone));
  if (missing.length === 0) return pass(subject, `${name}, with zones ${zones.join(', ')}.`);
  const says = `${name} has no zone ${missing.join(', ')}.`;
  return fail(subject, says, `Name others in spec.cloud.zones: there are ${found.join(', ') || 'none'}.`);
}

/** Whether a size may be used in every zone of its pool: Azure closes sizes by subscription and zone. */
export function judgeMachines(
  subject: Subject,
  pools: readonly Pool[],
  location: string,
  answer: Answer<ReadonlyMap<string, AzureSku>>,
): Verdict {
  if ('unknown' in answer) return unknown(subject, answer.unknown);
  const lacks = pools.flatMap(({ machine, name, zones }): string[] => {
    const sku = answer.known.get(machine);
    if (sku === undefined) return [`${machine} of ${name} is not offered in ${location}.`];
    const closed = sku.restrictions.find(({ zones: where }) => where === 'all');
    if (closed !== undefined) return [`${machine} of ${name} is closed to this subscription (${closed.reason}).`];
    const shut = sku.restrictions.flatMap(({ zones: where }) => (where === 'all' ? [] : where));
    const missing = zones.filter((zone) => !sku.zones.includes(zone) || shut.includes(zone));
    return missing.length === 0 ? [] : [`${machine} of ${name} is not to be had in zone ${missing.join(', ')}.`];
  });
  const machines = [...new Set(pools.map(({ machine }) => machine))];
  if (lacks.length === 0) return pass(subject, `${machines.join(', ')} are offered.`);
  const way = `az vm list-skus --location ${location} --zone -o table lists those that there are; name another size or other zones, or have Azure's support open this one.`;
  return fail(subject, [...new Set(lacks)].join(' '), way);
}

export function judgeProviders(
  subject: Subject,
  wanted: readonly string[],
  answer: Answer<ReadonlyMap<string, string>>,
): Verdict {
  if ('unknown' in answer) return unknown(subject, answer.unknown);
  const stateOf = (namespace: string): string => answer.known.get(namespace.toLowerCase()) ?? 'unknown to Azure';
  const off = wanted.filter((namespace) => !['Registered', 'Registering'].includes(stateOf(namespace)));
  if (off.length > 0) {
    const says = `Not registered: ${off.map((name) => `${name} (${stateOf(name)})`).join(', ')}.`;
    return fail(subject, says, off.map((name) => `az provider register --namespace ${name}`).join('; '));
  }
  const underWay = wanted.filter((namespace) => stateOf(namespace) === 'Registering');
  if (underWay.length > 0)
    return warn(subject, `Being registered: ${underWay.join(', ')}.`, 'Wait some minutes, then ask again.');
  return pass(subject, `All ${wanted.length} are registered.`);
}

export function judgeFeature(subject: Subject, namespace: string, name: string, answer: Answer<string>): Verdict {
  if ('unknown' in answer) return unknown(subject, answer.unknown);
  if (answer.known === 'Registered') return pass(subject, `${namespace}/${name} is registered.`);
  const register = `az feature register --namespace ${namespace} --name ${name}`;
  if (answer.known === 'Registering')
    return warn(subject, `${namespace}/${name} is being registered.`, 'Wait some minutes, then ask again.');
  const says = `${namespace}/${name} is ${answer.known}, and nodes are encrypted at their host.`;
  return fail(subject, says, `${register}, then az provider register --namespace ${namespace}.`);
}

/** What somebody lacks of the deployer's operations, by the patterns of all their assignments. */
export function permittedOf(wanted: readonly string[], permissions: readonly AzurePermission[]): Permitted {
  const missing = wanted.filter(
    (action) =>
      !permissions.some(
        ({ actions, notActions }) =>
          actions.some((pattern) => covers(pattern, action)) && !notActions.some((pattern) => covers(pattern, action)),
      ),
  );
  return { forbidden: [], missing, unclear: [], asked: wanted.length };
}

/** `Microsoft.Compute/*` covers everything that begins with it; Azure minds no case. */
function covers(pattern: string, action: string): boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'i').test(action);
}
