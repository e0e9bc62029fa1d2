import { beforeAll, describe, expect, it } from 'vitest';
import type { Plan } from '../../../stacks/planned.ts';
import { resourceTypeOf } from '../../../stacks/resource-types/index.ts';
import { isNamed } from '../../../stacks/resource-types/resource-type.ts';
import { planDataServices } from './data-services.ts';

const everything = {
  backups: { region: 'us-west-2' },
  alarms: { enabled: true, emails: ['ops@acme.example'] },
  exports: [{ name: 'lake', bucket: 'acme-lake' }],
};
const names = (plan: Plan) => plan.resources.map(({ type, name, physicalName }) => [type, name, physicalName]);

describe('the data services of AWS', () => {
  let plan: Plan;
  beforeAll(async () => {
    plan = await planDataServices(everything);
  });

  it('are planned the same twice', async () => {
    expect(JSON.stringify(await planDataServices(everything))).toBe(JSON.stringify(plan));
  });

  it('are called as before when something is added', async () => {
    const less = await planDataServices({ alarms: { enabled: false }, quarantine: { enabled: false } });
    expect(names(plan)).toEqual(expect.arrayContaining(names(less)));
    expect(names(plan).length).toBeGreaterThan(names(less).length);
  });

  it('have every name made by us, within the limits of the cloud', () => {
    for (const { type, name, physicalName } of plan.resources) {
      const row = resourceTypeOf(type);
      if (row === undefined || !isNamed(row)) continue;
      expect(physicalName, `${type} ${name}`).toMatch(row.name.pattern);
      expect(physicalName?.length ?? 0).toBeLessThanOrEqual(row.name.max);
    }
  });

  it('are kept by the engine wherever they hold data, and only there', () => {
    const kept = plan.resources.filter(({ protect }) => protect).map(({ name }) => name);
    const holding = plan.resources.filter(({ type }) => resourceTypeOf(type)?.holdsData).map(({ name }) => name);
    expect(kept).toEqual(holding);
  });

  it('carry the tags of the environment wherever a type takes tags', () => {
    for (const { type, name, inputs } of plan.resources) {
      if (resourceTypeOf(type)?.tags !== 'tags') continue;
      expect(inputs['tags'], `${type} ${name}`).toMatchObject({
        'planewright:environment': 'acme',
        BraintrustDeploymentName: 'acme',
      });
    }
  });

  it('fit names that are as long as an environment may be called', async () => {
    const long = await planDataServices(everything, 'a-name-of-eighteen');
    expect(long.resources).toHaveLength(plan.resources.length);
  });
});
