import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { isPlainObject } from '../../src/runtime/canonical-json.ts';
import { PlanewrightError } from '../../src/runtime/errors.ts';
import { progressOf, type Progress } from './events.ts';
import { failureOf } from './failure.ts';
import { refusals, type Refusal } from './gate.ts';
import type { Step } from './step.ts';
import type { Workspace } from './workspace.ts';

export interface Preview {
  /** What would be done, `same` included, in the engine's order. */
  readonly steps: readonly Step[];
  readonly refusals: readonly Refusal[];
  /** The engine's own plan: an update that is given it does this and nothing else. */
  readonly plan: Readonly<Record<string, unknown>>;
}

/**
 * Asks the engine what an update would do. Nothing is touched.
 * @param replace URNs of what shall be made anew although nothing of it changed.
 * @throws PlanewrightError EngineFailed with cause and resource.
 */
export async function preview(
  { stack, account, folder }: Workspace,
  tell: (progress: Progress) => void,
  signal: AbortSignal,
  replace: readonly string[] = [],
): Promise<Preview> {
  const steps: Step[] = [];
  const told: Progress[] = [];
  const file = path.join(folder, 'plan.json');
  try {
    await stack.preview({
      plan: file,
      ...(replace.length > 0 && { replace: [...replace] }),
      signal,
      onEvent: (event) => {
        const progress = progressOf(event);
        if (progress === undefined) return;
        if (progress.kind === 'planned') steps.push(progress.step);
        told.push(progress);
        tell(progress);
      },
    });
  } catch (error) {
    // What our gate refuses, the engine often refuses too, in words that lead nowhere: ours come first.
    const refused = refusals(steps);
    if (refused.length > 0) return { steps, refusals: refused, plan: {} };
    throw failureOf(error, told, { account });
  }
  const plan: unknown = JSON.parse(await readFile(file, 'utf8'));
  if (!isPlainObject(plan)) throw new PlanewrightError('EngineFailed', 'The engine wrote a plan that is no object.');
  return { steps, refusals: refusals(steps), plan };
}
