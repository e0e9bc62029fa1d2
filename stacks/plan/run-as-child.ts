import { text } from 'node:stream/consumers';
import { resolveEnvironment } from '../environment/resolve.ts';
import type { Environment } from '../environment/schema/environment.ts';
import { placeOf } from '../place.ts';
import type { ChildAnswer } from './child-answer.ts';
import { Failures } from './failure.ts';
import type { ProgramRun } from './run-program.ts';
import { missingPackage } from './sdk.ts';

/**
 * What the planning process does: reads the document of an environment from standard input, runs its program, and prints
 * a {@link ChildAnswer} as the last line of standard output. A process of its own, because what fails inside an `apply`
 * comes as an unhandled rejection, several times over and also after the run has ended; and because the SDK does not give
 * its memory back.
 * @param programOf finds the program; its rejection may say that a package is missing.
 */
export async function runAsChild(
  programOf: (environment: Environment) => Promise<ProgramRun['program']>,
): Promise<void> {
  const failures = new Failures();
  process.on('unhandledRejection', (reason: unknown) => failures.add(reason));
  const answer = await outcome(programOf, failures);
  // Only when nothing is left to do has everything failed that will.
  process.once('beforeExit', () => {
    const failed = failures.found.length > 0 && !('missing' in answer);
    const shown: ChildAnswer = failed ? { failures: failures.found } : answer;
    process.stdout.write(`${JSON.stringify(shown)}\n`);
    process.exitCode = 'plan' in shown ? 0 : 1;
  });
}

async function outcome(
  programOf: (environment: Environment) => Promise<ProgramRun['program']>,
  failures: Failures,
): Promise<ChildAnswer> {
  try {
    const environment = resolveEnvironment(JSON.parse(await text(process.stdin)));
    const program = await programOf(environment);
    // Imported late: where the SDK is not installed, that is said by name.
    const { runProgram } = await import('./run-program.ts');
    const place = placeOf(environment);
    return { plan: await runProgram({ environment: environment.metadata.name, place, program, failures }) };
  } catch (error) {
    const missing = missingPackage(error);
    if (missing !== undefined) return { missing };
    failures.add(error);
    return { failures: [] };
  }
}
