import { isSelfHosted } from '../../../stacks/cluster/objects.ts';
import type { Environment } from '../../../stacks/environment/schema/environment.ts';
import { planeOutputs, type PlaneOutputs } from '../../../stacks/outputs.ts';
import type { Plan } from '../../../stacks/planned.ts';
import { possible } from '../../../stacks/inputs.ts';
import { isPlainObject } from '../../runtime/canonical-json.ts';
import { PlanewrightError } from '../../runtime/errors.ts';

/**
 * Outputs as the cluster needs them; undefined for environments without a plane of ours.
 * @throws PlanewrightError NotBroughtUp where there are none, or where they are of a version that agreed on others.
 */
export function handedOver(
  environment: Environment,
  outputs: Readonly<Record<string, unknown>> | undefined,
): PlaneOutputs | undefined {
  if (!isSelfHosted(environment)) return undefined;
  const { name } = environment.metadata;
  if (outputs === undefined) {
    throw new PlanewrightError('NotBroughtUp', `Environment ${name} was never brought up: its state has no outputs.`);
  }
  const outcome = planeOutputs.safeParse(outputs);
  if (outcome.success) return outcome.data;
  const said = outcome.error.issues.map(({ path, message }) => `  ${path.map(String).join('.')}: ${message}`);
  throw new PlanewrightError(
    'NotBroughtUp',
    `The outputs in the state of ${name} are not those that this version of Planewright hands over.\n${said.join('\n')}`,
    { next: 'Let this version write them: planewright up ENV' },
  );
}

/**
 * Outputs of an environment that makes nothing in a cloud, from its plan alone; undefined where it makes something: then
 * only its state knows.
 */
export function outputsOfNothing({ resources, outputs }: Plan): Readonly<Record<string, unknown>> | undefined {
  const made = resources.filter(({ type }) => !type.startsWith('pulumi:') && !type.startsWith('planewright:'));
  return made.length === 0 ? outputs : undefined;
}

/** Whether what is known of the outputs beforehand is in the state already: an update without a step may change them. */
export function outputsAreCurrent(planned: unknown, actual: unknown): boolean {
  if (typeof planned === 'string') {
    const pattern = possible(planned);
    if (pattern === undefined) return planned === actual;
    // A mark alone may turn out to be anything.
    return typeof actual === 'string' ? pattern.test(actual) : pattern.source === '^.*$';
  }
  if (Array.isArray(planned)) {
    const items: readonly unknown[] = Array.isArray(actual) ? actual : [];
    return (
      Array.isArray(actual) &&
      items.length === planned.length &&
      planned.every((item, index) => outputsAreCurrent(item, items[index]))
    );
  }
  if (!isPlainObject(planned)) return planned === actual;
  if (!isPlainObject(actual)) return false;
  const keys = new Set([...Object.keys(planned), ...Object.keys(actual)]);
  return [...keys].every((key) => outputsAreCurrent(planned[key], actual[key]));
}
