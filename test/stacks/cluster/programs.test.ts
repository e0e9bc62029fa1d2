import { describe, expect, it } from 'vitest';
import { objectProblems } from '../../../stacks/cluster/check.ts';
import { clusterObjects } from '../../../stacks/cluster/objects.ts';
import { planeOutputs } from '../../../stacks/outputs.ts';
import { example } from '../support/examples.ts';
import { realPlan } from '../support/plans.ts';

const examples = [
  'aws-production',
  'aws-existing-cluster',
  'google-standard',
  'google-autopilot',
  'google-existing-cluster',
  'azure-production',
  'azure-existing-cluster',
];

describe('what the programs hand over', () => {
  it.each(examples)('becomes objects that the API server takes: %s', async (name) => {
    const { environment } = await example(name);
    const outputs = planeOutputs.parse((await realPlan(environment)).outputs);
    const objects = clusterObjects(environment, outputs);
    expect(objects.map(({ kind }) => kind)).toContain('DataPlane');
    expect(objectProblems(objects)).toEqual([]);
  });
});
