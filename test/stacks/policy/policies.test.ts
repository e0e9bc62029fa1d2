import { beforeAll, describe, expect, it } from 'vitest';
import { must } from '../../../src/runtime/must.ts';
import { isPlainObject } from '../../../src/runtime/canonical-json.ts';
import { resolveEnvironment } from '../../../stacks/environment/resolve.ts';
import { profiles } from '../../../stacks/environment/schema/common.ts';
import type { Environment } from '../../../stacks/environment/schema/environment.ts';
import type { Plan, PlannedResource } from '../../../stacks/planned.ts';
import { judge } from '../../../stacks/policy/judge.ts';
import { policyIds } from '../../../stacks/policy/policies.ts';
import { example } from '../support/examples.ts';
import { realPlan } from '../support/plans.ts';
import { breachesOfData } from './breaches-of-data.ts';
import { otherBreaches } from './breaches-of-the-rest.ts';
import { pairwise } from './pairwise.ts';

const breaches = [...breachesOfData, ...otherBreaches];
const today = '2026-06-15';
const brokenIn = (plan: Plan, environment: Environment) =>
  judge({ plan, environment, today }).filter(({ outcome }) => outcome === 'block');

const brought = {
  aws: 'aws-existing-cluster',
  google: 'google-existing-cluster',
  azure: 'azure-existing-cluster',
} as const;
const made = { aws: 'aws-production', google: 'google-standard', azure: 'azure-production' } as const;

type Spec = Readonly<Record<string, unknown>>;
const specOf = (document: Spec): Spec => (isPlainObject(document['spec']) ? document['spec'] : {});

/** An environment of a profile, of which network and cluster are made or brought, and all else is left to the profile. */
async function combined(
  cloud: keyof typeof made,
  choice: { readonly profile: string; readonly network: string; readonly cluster: string },
): Promise<Environment> {
  const [theirs, ours] = [await example(brought[cloud]), await example(made[cloud])];
  if (choice.cluster === 'Brought')
    return resolveEnvironment({ ...theirs.document, spec: { ...specOf(theirs.document), profile: choice.profile } });
  const { organization, version, entry, cloud: place } = specOf(ours.document);
  const there = specOf(theirs.document);
  const spec = {
    mode: 'SelfHosted',
    profile: choice.profile,
    organization,
    version,
    entry: choice.network === 'Existing' ? there['entry'] : entry,
    cloud: choice.network === 'Existing' ? there['cloud'] : place,
    ...(choice.network === 'Existing' && { network: there['network'] }),
    // Of the profiles, sandbox alone lets the API server be reached from outside; from where, each says itself.
    kubernetes: { endpoint: { authorizedCidrs: ['198.51.100.0/24'] } },
  };
  return resolveEnvironment({ ...ours.document, spec });
}

const choices = pairwise({
  cloud: ['aws', 'google', 'azure'],
  profile: profiles,
  network: ['New', 'Existing'],
  cluster: ['New', 'Brought'],
} as const);

describe('the policies', () => {
  it.each(choices)('all hold on $cloud for $profile, network $network, cluster $cluster', async (choice) => {
    const environment = await combined(choice.cloud, choice);
    expect(brokenIn(await realPlan(environment), environment)).toEqual([]);
  });

  it.each(['byoc-aws', 'byoc-google'])('all hold for the bootstrap of %s', async (name) => {
    const { environment } = await example(name);
    expect(brokenIn(await realPlan(environment), environment)).toEqual([]);
  });

  describe('broken one by one', () => {
    const plans = new Map<string, { readonly plan: Plan; readonly environment: Environment }>();
    beforeAll(async () => {
      for (const [cloud, name] of Object.entries(made)) {
        const { environment } = await example(name);
        plans.set(cloud, { environment, plan: await realPlan(environment) });
      }
    }, 60_000);

    it.each(breaches)('$policy names $type where $what', ({ policy, cloud, type, change }) => {
      const { plan, environment } = must(plans.get(cloud), 'it was planned before');
      const index = plan.resources.findIndex((resource) => resource.type === type && change.suits(resource));
      const target = must(plan.resources[index], `the plan of ${cloud} has a ${type}`);
      const changed = change.on(target);
      const resources: readonly PlannedResource[] =
        changed === undefined ? plan.resources.toSpliced(index, 1) : plan.resources.with(index, changed);
      const found = judge({ plan: { ...plan, resources }, environment, today });
      expect(found.filter(({ outcome }) => outcome === 'block').map((finding) => finding.policy)).toContain(policy);
    });

    it('are each broken by one of the rows above, or concern the environment', () => {
      const ofEnvironment = ['one-way-choices'];
      expect([...new Set([...breaches.map(({ policy }) => policy), ...ofEnvironment])].sort()).toEqual(
        [...policyIds].sort(),
      );
    });

    it('warn of a choice that cannot be taken back', async () => {
      const { document } = await example('google-standard');
      const spec = { ...specOf(document), plane: { storage: { locks: 'Redis', walFooterVersion: 'None' } } };
      const environment = resolveEnvironment({ ...document, spec });
      const { plan } = must(plans.get('google'), 'it was planned before');
      const found = judge({ plan, environment, today });
      expect(found.map(({ policy, outcome }) => `${policy} ${outcome}`)).toEqual([
        'one-way-choices warn',
        'one-way-choices warn',
      ]);
    });
  });
});
