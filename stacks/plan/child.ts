import { text } from 'node:stream/consumers';
import { resolveEnvironment } from '../environment/resolve.ts';
import { placeOf } from '../place.ts';
import { programOf } from '../programs.ts';
import { runProgram } from './run-program.ts';

/**
 * The process that plans one environment: its document on standard input, `{ plan }` or `{ errors }` as one line of JSON
 * on standard output. A process of its own, because what fails inside an `apply` comes as an unhandled rejection, several
 * times over and also after the run has ended; and because the SDK does not give its memory back.
 */
const errors = new Map<string, string>();
process.on('unhandledRejection', (reason: unknown) => note(reason));
try {
  const environment = resolveEnvironment(JSON.parse(await text(process.stdin)));
  const program = await programOf(environment, new URL('..', import.meta.url));
  const plan = await runProgram({ environment: environment.metadata.name, place: placeOf(environment), program });
  process.on('beforeExit', () => answer({ plan }));
} catch (error) {
  note(error);
  process.on('beforeExit', () => answer({}));
}

let answered = false;
function answer(result: object): void {
  if (answered) return;
  answered = true;
  const found = [...errors.values()];
  process.stdout.write(`${JSON.stringify(found.length > 0 ? { errors: found } : result)}\n`);
  process.exitCode = found.length > 0 ? 1 : 0;
}

function note(reason: unknown): void {
  const message = reason instanceof Error ? reason.message : String(reason);
  errors.set(message, message);
}
