import { cloudOf } from '../../../stacks/programs.ts';
import type { Plan } from '../../../stacks/planned.ts';
import type { Environment } from '../../../stacks/environment/schema/environment.ts';
import { PlanewrightError } from '../../runtime/errors.ts';
import type { PreflightOptions } from '../commands/preflight.ts';
import { openEnvironment } from '../environment.ts';
import type { Io } from '../io.ts';
import { planOf } from '../plan-of.ts';
import { cloudVerdicts } from './cloud.ts';
import { engineVerdict, judgeState, secretsVerdict, stateAt } from './machine.ts';
import { resourcesIn } from './state.ts';
import { summaryOf, verdictsAsText, wayOutFor } from './text.ts';
import { fail, isBlocking, pass, type Verdict } from './verdict.ts';

/** Prints whether the account is ready. Exit 0 where nothing stands in the way, 3 where something does. */
export async function runPreflight(nameOrPath: string, { output }: PreflightOptions, io: Io): Promise<void> {
  const { environment } = await openEnvironment(nameOrPath, io);
  const { name } = environment.metadata;
  if (cloudOf(environment) === undefined) {
    const note = `Environment ${name} makes nothing in a cloud: there is nothing to check.`;
    io.out(
      output === 'json' ? `${JSON.stringify({ environment: name, ready: true, note, checks: [] })}\n` : `${note}\n`,
    );
    io.exit(0);
    return;
  }
  const verdicts = await allVerdicts(environment, io);
  const ready = !isBlocking(verdicts);
  if (output === 'json') {
    const checks = verdicts.map(({ wayOut, ...rest }) => ({
      ...rest,
      ...(wayOut !== undefined && { wayOut: wayOutFor(wayOut, name) }),
    }));
    io.out(`${JSON.stringify({ environment: name, ready, checks }, null, 2)}\n`);
  } else io.out(verdictsAsText(verdicts, name, io) + summaryOf(verdicts));
  io.exit(ready ? 0 : 3);
}

async function allVerdicts(environment: Environment, io: Io): Promise<readonly Verdict[]> {
  const { spec, metadata } = environment;
  if (spec.mode === 'SaaS') return [];
  const engine = await engineVerdict(io);
  const planned = await planOrVerdict(environment, io);
  if ('verdict' in planned) return [engine, planned.verdict];
  const sdk = pass(sdkSubject, 'It is there: the plan was made with it.');
  const { backend, secretsProvider } = spec.state;
  const stored =
    engine.result === 'pass'
      ? await stateAt(metadata.name, backend, io)
      : ({ kind: 'unreadable', why: 'the engine reads it' } as const);
  const state = stored.kind === 'there' ? resourcesIn(stored.state, metadata.name) : [];
  const about = { environment, plan: planned.plan, state, begun: stored.kind === 'there' };
  const here = [engine, sdk, judgeState(backend, stored), await secretsVerdict(secretsProvider, io)];
  return [...here, ...(await cloudVerdicts(about, io))];
}

const sdkSubject = { id: 'sdk', title: "The cloud's SDK" };

/** Without the SDK there is no plan, and without a plan nothing is known that the cloud could be asked about. */
async function planOrVerdict(
  environment: Environment,
  io: Io,
): Promise<{ readonly plan: Plan } | { readonly verdict: Verdict }> {
  try {
    return { plan: await planOf(environment, io) };
  } catch (error) {
    if (!(error instanceof PlanewrightError && error.code === 'SdkMissing')) throw error;
    return { verdict: fail(sdkSubject, error.message, error.next) };
  }
}
