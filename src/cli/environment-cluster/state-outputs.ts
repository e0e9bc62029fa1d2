import { isSelfHosted } from '../../../stacks/cluster/objects.ts';
import { outputsOf, parseState } from '../../../stacks/engine/state.ts';
import type { Environment } from '../../../stacks/environment/schema/environment.ts';
import type { PlaneOutputs } from '../../../stacks/outputs.ts';
import { PlanewrightError, sentenceOf } from '../../runtime/errors.ts';
import { readInput, unreadable } from '../input.ts';
import type { Io } from '../io.ts';
import { handedOver, outputsOfNothing } from './outputs.ts';

/** From a state that was given, from the environment's own state, or from its plan where it makes nothing in a cloud. */
export async function outputsFor(
  nameOrPath: string,
  environment: Environment,
  { state }: { readonly state?: string },
  io: Io,
): Promise<PlaneOutputs | undefined> {
  if (!isSelfHosted(environment)) return undefined;
  if (state !== undefined) return handedOver(environment, await outputsInFile(state, environment, io));
  const { planOf } = await import('../plan-of.ts');
  const fromPlan = outputsOfNothing(await planOf(environment, io));
  if (fromPlan !== undefined) return handedOver(environment, fromPlan);
  const { withRun } = await import('../engine/run.ts');
  return withRun(nameOrPath, io, async ({ workspace }) => handedOver(environment, outputsOf(await workspace.state())));
}

async function outputsInFile(file: string, { metadata }: Environment, io: Io) {
  const text = await readInput(file, io).catch((error: unknown) => {
    throw unreadable(file, error);
  });
  try {
    const state = parseState(text);
    const urn = state.deployment.resources?.[0]?.urn ?? '';
    const [, stack = metadata.name] = /^urn:pulumi:(.*?)::/.exec(urn) ?? [];
    if (stack !== metadata.name) throw new TypeError(`is the state of ${stack}, not of ${metadata.name}`);
    return outputsOf(state);
  } catch (error) {
    throw new PlanewrightError('StateInvalid', `${file}: ${sentenceOf(error)}.`, { cause: error });
  }
}
