import { readFile } from 'node:fs/promises';
import { readYaml } from '../../api/documents/yaml.ts';
import type { Clock } from '../../runtime/clock.ts';
import { PlanewrightError } from '../../runtime/errors.ts';
import { objectProblems } from '../../../stacks/cluster/check.ts';
import type { ClusterObject } from '../../../stacks/cluster/object.ts';
import { clusterObjects, isSelfHosted } from '../../../stacks/cluster/objects.ts';
import { estimate, type Estimate } from '../../../stacks/cost/estimate.ts';
import { readPrices, type PriceTable } from '../../../stacks/cost/price-table.ts';
import { quantitiesOf } from '../../../stacks/cost/quantities.ts';
import type { Environment } from '../../../stacks/environment/schema/environment.ts';
import { planeOutputs, type PlaneOutputs } from '../../../stacks/outputs.ts';
import { blastRadius, type BlastRadius } from '../../../stacks/plan/blast-radius.ts';
import { planEnvironment } from '../../../stacks/plan/plan-environment.ts';
import { readState } from '../../../stacks/plan/state-file.ts';
import { toDo } from '../../../stacks/plan/to-do.ts';
import type { Plan } from '../../../stacks/planned.ts';
import { judge } from '../../../stacks/policy/judge.ts';
import type { Finding } from '../../../stacks/policy/policy.ts';
import { cloudOf } from '../../../stacks/programs.ts';
import type { PlanOptions } from '../commands/plan.ts';
import { readInput, unreadable } from '../input.ts';
import type { Io } from '../io.ts';
import { moduleExtension, stacksFolder } from '../stacks-folder.ts';
import { operatorObjects } from './operator-objects.ts';

/** Everything that there is to say about an environment. */
export interface Review {
  readonly environment: Environment;
  readonly plan: Plan;
  /** What stands in the cluster: the operator, then what belongs to the environment. */
  readonly operator: readonly ClusterObject[];
  readonly objects: readonly ClusterObject[];
  /** What the API server would refuse of them. */
  readonly refused: readonly string[];
  readonly findings: readonly Finding[];
  /** Undefined where no state was given. */
  readonly blast?: BlastRadius;
  readonly estimate: Estimate;
  readonly toDo: readonly string[];
}

/**
 * Plans an environment and looks at the plan from every side.
 * @throws PlanewrightError where a file cannot be read or the program fails.
 */
export async function reviewEnvironment(
  environment: Environment,
  options: Pick<PlanOptions, 'state' | 'prices'>,
  io: Pick<Io, 'readFile' | 'readStdin' | 'signal'>,
  clock: Clock,
): Promise<Review> {
  const prices = await pricesFor(environment, options.prices, io);
  const state = options.state === undefined ? undefined : await textOf(options.state, io);
  const there = state && readState(options.state ?? '', state, environment.metadata.name);
  const script = new URL(`plan/child${moduleExtension}`, stacksFolder);
  const plan = await planEnvironment({ environment, script, clock, signal: io.signal });
  const outputs = isSelfHosted(environment) ? handedOver(plan) : undefined;
  const objects = clusterObjects(environment, outputs);
  return {
    environment,
    plan,
    operator: operatorObjects(environment, outputs),
    objects,
    refused: objectProblems(objects),
    findings: judge({ plan, environment, today: new Date(clock.now()).toISOString().slice(0, 10) }),
    ...(there && { blast: blastRadius(plan, there) }),
    estimate: estimate(quantitiesOf(plan, environment), prices),
    toDo: toDo(environment, outputs, plan),
  };
}

/** @throws PlanewrightError where the program hands over something else than agreed: a mistake of ours. */
function handedOver(plan: Plan): PlaneOutputs {
  const outcome = planeOutputs.safeParse(plan.outputs);
  if (outcome.success) return outcome.data;
  const said = outcome.error.issues.map(({ path, message }) => `  ${path.map(String).join('.')}: ${message}`);
  throw new PlanewrightError(
    'ProgramFailed',
    `The program of ${plan.environment} hands over something else than agreed.\n${said.join('\n')}`,
    { next: 'Report it: this is a mistake of Planewright.' },
  );
}

async function pricesFor(
  environment: Environment,
  file: string | undefined,
  io: Pick<Io, 'readFile' | 'readStdin'>,
): Promise<PriceTable> {
  const cloud = cloudOf(environment);
  if (file !== undefined) return tableIn(file, await textOf(file, io));
  if (cloud === undefined) return { currency: 'USD', sources: [] };
  return tableIn(`prices of ${cloud}`, await readFile(new URL(`cost/prices/${cloud}.yaml`, stacksFolder), 'utf8'));
}

function tableIn(file: string, text: string): PriceTable {
  const { documents, complaints } = readYaml(text);
  const complaint = complaints[0];
  if (complaint !== undefined) {
    throw new PlanewrightError('PricesInvalid', `${file}: line ${complaint.line}: ${complaint.reason}.`);
  }
  return readPrices(file, documents[0]?.value);
}

async function textOf(file: string, io: Pick<Io, 'readFile' | 'readStdin'>): Promise<string> {
  try {
    return await readInput(file, io);
  } catch (error) {
    throw unreadable(file, error);
  }
}
