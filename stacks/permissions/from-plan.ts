import type { Plan } from '../planned.ts';
import { resourceTypeOf } from '../resource-types/index.ts';
import type { Grant, Principal } from './grant.ts';

export type CloudOfPlan = 'aws' | 'google' | 'azure';

const notBefore = 'What a deployer makes has no name that is known for all of it beforehand; hold it to the account.';

/** What it takes to make, change and delete everything of a plan, concern by concern: the rights of a deployer. */
export function deployerOf(plan: Plan): Principal {
  return {
    principal: 'deployer',
    description: 'Whoever runs the program of this environment: makes, changes and deletes what the plan names.',
    trusts: ['whom you let deploy'],
    grants: grantsOf(plan, (actions) => actions),
  };
}

/** What it takes to look whether anything has changed, without changing it: the rights of a preview in CI. */
export function ciOf(plan: Plan, cloud: CloudOfPlan): Principal {
  return {
    principal: 'ci',
    description:
      'CI that previews this environment: reads how things are set up, and no content. What can be changed or read as data is left out.',
    trusts: ['the job that previews'],
    grants: grantsOf(plan, (actions) => actions.filter((action) => isReading(action, cloud))),
  };
}

function grantsOf(plan: Plan, chosen: (actions: readonly string[]) => readonly string[]): readonly Grant[] {
  const byConcern = Map.groupBy(plan.resources, ({ concern }) => concern);
  const grants = [...byConcern].map(([concern, resources]): Grant => {
    const types = [...new Set(resources.map(({ type }) => type))].sort();
    const actions = types.flatMap((type) => resourceTypeOf(type)?.deployer ?? []);
    return {
      id: idOf(concern),
      allows: [...new Set(chosen(actions))].sort(),
      on: ['*'],
      neededBy: concern,
      why: types.map((type) => type.split(':').at(-1) ?? type).join(', '),
      everywhere: notBefore,
    };
  });
  return grants
    .filter(({ allows }) => allows.length > 0)
    .toSorted((one, other) => (one.neededBy < other.neededBy ? -1 : 1));
}

/** Reads that show data or secrets are no part of a preview. */
const content =
  /^(s3:GetObject|secretsmanager:(Batch)?GetSecretValue|ssm:GetParameter|kms:Decrypt|logs:(Get|Filter)Log)/;

/** Whether an action changes nothing and shows no content, by the verbs of each cloud. */
function isReading(action: string, cloud: CloudOfPlan): boolean {
  switch (cloud) {
    case 'aws':
      return /^[a-z0-9-]+:(Describe|Get|List)/.test(action) && !content.test(action);
    case 'google':
      return /[.](get|list|getIamPolicy)$/.test(action) && !action.startsWith('secretmanager.versions.');
    case 'azure':
      return action.endsWith('/read');
  }
}

function idOf(concern: string): string {
  return concern
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}
