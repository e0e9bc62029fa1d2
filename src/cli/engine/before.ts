import type { Environment } from '../../../stacks/environment/schema/environment.ts';
import type { Plan } from '../../../stacks/planned.ts';
import { planOf } from '../plan-of.ts';
import type { Io } from '../io.ts';
import { policiesAllow } from './policies.ts';
import { openInCloud, withEngine, type OpenOptions, type Run } from './run.ts';

interface BeginOptions extends OpenOptions {
  /** Throws where an option does not fit the environment: asked after the policies, and before anything is opened. */
  readonly check?: (environment: Environment) => void;
  readonly skipPreflight?: true | undefined;
}

/**
 * As `withEngine`, for what changes the cloud: the policies are asked before the engine is opened, which already writes a
 * state where there is none; then the account. What stands in the way is printed, with exit 3, and so is what could not be looked
 * at, which does not.
 */
export async function begin(
  nameOrPath: string,
  io: Io,
  work: (run: Run, plan: Plan) => Promise<void>,
  { skipPreflight, check, ...options }: BeginOptions,
): Promise<void> {
  const loaded = await openInCloud(nameOrPath, io);
  const { environment } = loaded;
  const plan = await planOf(environment, io);
  if (!policiesAllow(plan, environment, io)) {
    io.exit(3);
    return;
  }
  check?.(environment);
  const checked = async (run: Run): Promise<void> => {
    if (skipPreflight !== true) {
      const { preflightAllows } = await import('../preflight/before-run.ts');
      if (!(await preflightAllows({ environment, plan, state: await run.workspace.state() }, io))) {
        io.exit(3);
        return;
      }
    }
    await work(run, plan);
  };
  await withEngine(loaded, io, checked, options);
}
