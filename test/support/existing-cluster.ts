import { readFileSync } from 'node:fs';
import { loadEnvironment } from '../../stacks/environment/load.ts';
import type { Environment } from '../../stacks/environment/schema/environment.ts';
import { guessed } from '../../stacks/inputs.ts';
import { must } from '../../src/runtime/must.ts';
import { realPlan } from '../stacks/support/plans.ts';

const example = readFileSync(new URL('../../environments/aws-existing-cluster.yaml', import.meta.url), 'utf8');

/** An environment on a cluster that exists and needs nothing but what every cluster serves, as the text of its file. */
export function existingClusterText({ name = 'aws-existing', namespace = 'braintrust', governed = true } = {}): string {
  return example
    .replace('name: aws-existing', `name: ${name}`)
    .replace(/^(\s+)name: shared$/m, '$&\n$1loadBalancing: { type: NodePort, autoscalingGroups: [nodes] }')
    .replace(/^ {2}plane:$/m, `$&\n    namespace: ${namespace}`)
    .replace(/^( {4})name: Acme$/m, `$&\n$1namespace: ${namespace}\n$1governed: ${governed}`);
}

export async function environmentIn(text: string): Promise<Environment> {
  const { environment, problems } = await loadEnvironment('one.yaml', {
    cwd: '/',
    readFile: () => Promise.resolve(text),
  });
  return must(environment, problems.map(({ reason }) => reason).join('\n'));
}

/** What a program hands over, with something in place of what only the cloud knows. */
export async function guessedOutputs(environment: Environment): Promise<Readonly<Record<string, unknown>>> {
  const { outputs } = await realPlan(environment);
  return JSON.parse(guessed(JSON.stringify(outputs), 'arn:aws:iam::111122223333:role/guess')) as typeof outputs;
}

/** A state as `pulumi stack export` writes it, after the environment was brought up. */
export function stateWith(name: string, outputs: Readonly<Record<string, unknown>>): string {
  const type = 'pulumi:pulumi:Stack';
  const stack = { urn: `urn:pulumi:${name}::planewright::${type}::planewright-${name}`, type, outputs };
  return JSON.stringify({ version: 3, deployment: { resources: [stack] } });
}
