import type { Plan } from '../planned.ts';
import { loadInternals } from './pulumi-internals.ts';
import type { Place } from '../place.ts';
import { RecordingMonitor } from './recording-monitor.ts';

export interface ProgramRun {
  /** Name of the environment, which is the stack's too. */
  readonly environment: string;
  readonly place: Place;
  readonly program: () => Promise<Readonly<Record<string, unknown>>>;
}

/**
 * Runs a program without engine, account or network, and answers with what it would make. One run after the other or
 * several at once: each has a store of its own.
 * @throws whatever the program throws. What it throws inside an `apply` comes as an unhandled rejection of the process,
 *   possibly later: run it in a child process (`child.ts`), as the commands do.
 */
export async function runProgram({ environment, place, program }: ProgramRun): Promise<Plan> {
  const internals = loadInternals();
  return internals.storage.run(internals.newStore(), async () => {
    const monitor = new RecordingMonitor(place, environment);
    internals.setMockOptions(monitor, 'planewright', environment, false, 'organization');
    await internals.runInPulumiStack(program);
    let before: number;
    do {
      before = monitor.planned.length;
      await internals.waitForRPCs();
    } while (monitor.planned.length !== before);
    return {
      environment,
      resources: monitor.planned.toSorted(byTypeAndName),
      outputs: monitor.outputs,
    };
  });
}

function byTypeAndName(a: { type: string; name: string }, b: { type: string; name: string }): number {
  return `${a.type}\n${a.name}` < `${b.type}\n${b.name}` ? -1 : 1;
}
