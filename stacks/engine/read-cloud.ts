import type { Stack } from '@pulumi/pulumi/automation/index.js';
import { progressOf, type Progress } from './events.ts';
import { failureOf } from './failure.ts';

interface ReadOptions {
  /** URNs of what is read; everything if left out. */
  readonly target?: string[];
  /** For sentences. */
  readonly account?: string | undefined;
  readonly signal?: AbortSignal;
}

/**
 * Reads the cloud into the state of a stack.
 * @throws PlanewrightError with cause and resource, where the cloud cannot be read.
 */
export async function readCloud(stack: Stack, { account, ...options }: ReadOptions): Promise<void> {
  const told: Progress[] = [];
  try {
    await stack.refresh({
      ...options,
      onOutput: () => undefined,
      onEvent: (event) => {
        const progress = progressOf(event);
        if (progress !== undefined) told.push(progress);
      },
    });
  } catch (error) {
    throw failureOf(error, told, { account });
  }
}
