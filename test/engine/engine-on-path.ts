import type { TestProject } from 'vitest/node';
import { engineVersion } from '../../stacks/engine/binary.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Version of the engine that the tests run in; undefined where there is none. */
    engine: string | undefined;
  }
}

/** Finds the engine once, and says in one sentence where its tests do not run. */
export default async function setup({ provide }: TestProject): Promise<void> {
  try {
    const engine = await engineVersion(process.env);
    provide('engine', engine);
    process.stdout.write(`The tests in Pulumi's engine run in ${engine}.\n`);
  } catch (error) {
    provide('engine', undefined);
    const why = error instanceof Error ? error.message : String(error);
    process.stdout.write(`The tests in Pulumi's engine did not run: ${why}\n`);
  }
}
