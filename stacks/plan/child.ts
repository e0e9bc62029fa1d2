import { text } from 'node:stream/consumers';
import { isPlainObject } from '../../src/runtime/canonical-json.ts';
import { resolveEnvironment } from '../environment/resolve.ts';
import { placeOf } from '../place.ts';
import { programOf } from '../programs.ts';
import type { ChildAnswer } from './child-answer.ts';
import { Failures } from './failure.ts';
import { missingPackage } from './sdk.ts';

/**
 * The process that plans one environment: its document on standard input, a {@link ChildAnswer} as the last line of
 * standard output. A process of its own, because what fails inside an `apply` comes as an unhandled rejection, several
 * times over and also after the run has ended; and because the SDK does not give its memory back.
 */
const failures = new Failures();
process.on('unhandledRejection', (reason: unknown) => failures.add(reason));
let answer: ChildAnswer = { failures: [] };
try {
  const environment = resolveEnvironment(JSON.parse(await text(process.stdin)));
  const program = await programOf(environment, new URL('..', import.meta.url));
  // Imported late: where the SDK is not installed, that is said by name.
  const { runProgram } = await import('./run-program.ts');
  const plan = await runProgram({
    environment: environment.metadata.name,
    place: placeOf(environment),
    program,
    failures,
  });
  answer = { plan };
} catch (error) {
  const missing = missingPackage(error);
  if (missing === undefined) failures.add(error);
  else answer = { missing };
}

// Only when nothing is left to do has everything failed that will.
process.once('beforeExit', () => {
  const failed = failures.found.length > 0 && !('missing' in answer);
  const shown: ChildAnswer = failed ? { failures: failures.found } : answer;
  process.stdout.write(`${JSON.stringify(shown)}\n`);
  process.exitCode = isPlainObject(shown) && 'plan' in shown ? 0 : 1;
});
