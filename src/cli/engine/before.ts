import type { Environment } from '../../../stacks/environment/schema/environment.ts';
import type { Plan } from '../../../stacks/planned.ts';
import { planOf } from '../plan-of.ts';
import type { Io } from '../io.ts';
import { openInCloud } from './open-in-cloud.ts';
import { policiesAllow } from './policies.ts';
import type { OpenOptions, Run } from './run.ts';

interface BeginOptions extends Omit<OpenOptions, 'beforeMaking'> {
  /** Throws where an option does not fit the environment: asked after the policies, and before anything is written. */
  readonly check?: (environment: Environment) => void;
  readonly skipPreflight?: true | undefined;
}

/** What stands in the way was printed. */
class Refused extends Error {}

/**
 * As `withEngine`, for what changes the cloud: the policies are asked first, then the account. What stands in the way is
 * printed, with exit 3, and so is what could not be looked at, which does not. The plan that the policies judge is made in
 * a process of its own, while the engine is loaded and a state that is there is opened; none is made before they allow it.
 */
export async function begin(
  nameOrPath: string,
  io: Io,
  work: (run: Run, plan: Plan) => Promise<void>,
  { skipPreflight, check, ...options }: BeginOptions,
): Promise<void> {
  const loaded = await openInCloud(nameOrPath, io);
  const { environment } = loaded;
  const allowed = planOf(environment, io).then((plan) => {
    if (!policiesAllow(plan, environment, io)) throw new Refused();
    check?.(environment);
    return plan;
  });
  const checked = async (run: Run): Promise<void> => {
    const plan = await allowed;
    if (skipPreflight !== true) {
      const { preflightAllows } = await import('../preflight/before-run.ts');
      if (!(await preflightAllows({ environment, plan, state: await run.workspace.state() }, io))) throw new Refused();
    }
    await work(run, plan);
  };
  const done = import('./run.ts').then(({ withEngine }) =>
    withEngine(loaded, io, checked, { ...options, beforeMaking: () => allowed }),
  );
  await Promise.allSettled([allowed, done]);
  try {
    // Where both fail, the plan's reason is told: it is known without engine and account.
    await allowed;
    await done;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    io.exit(3);
  }
}
