import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { progressOf, proofOf, type Progress } from './events.ts';
import { failureOf } from './failure.ts';
import type { Step } from './step.ts';
import type { Workspace } from './workspace.ts';

export interface Update {
  /** What was done, in order; `same` left out. */
  readonly done: readonly Step[];
  /** Outputs of the program; secrets are not among them. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

/**
 * Carries out a plan of the engine, and nothing else: the engine holds every step against it. The same plan may be given
 * again after a failure; it goes on where it stopped. An abort lets what is running finish.
 * @param replace As the plan was made with.
 * @throws PlanewrightError with cause, resource and way out.
 */
export async function update(
  { stack, account, folder }: Workspace,
  plan: Readonly<Record<string, unknown>>,
  tell: (progress: Progress) => void,
  signal: AbortSignal,
  replace: readonly string[] = [],
): Promise<Update> {
  const file = path.join(folder, 'plan.json');
  await writeFile(file, JSON.stringify(plan), { mode: 0o600 });
  const done: Step[] = [];
  const told: Progress[] = [];
  try {
    const { outputs } = await stack.up({
      plan: file,
      ...(replace.length > 0 && { replace: [...replace] }),
      signal,
      onEvent: (event) => {
        const progress = progressOf(event);
        if (progress === undefined) return;
        const proof = proofOf(event);
        if (proof !== undefined) tell(proof);
        if (progress.kind === 'done' && progress.step.operation !== 'same') done.push(progress.step);
        told.push(progress);
        tell(progress);
      },
    });
    const open = Object.entries(outputs).filter(([, { secret }]) => !secret);
    return { done, outputs: Object.fromEntries(open.map(([name, { value }]) => [name, value as unknown])) };
  } catch (error) {
    throw failureOf(error, told, { account });
  }
}
