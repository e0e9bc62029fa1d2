import type { Plan, PlannedResource } from '../planned.ts';
import { Failures } from './failure.ts';
import { concernBegun, loadInternals } from './pulumi-internals.ts';
import type { Place } from '../place.ts';
import { RecordingMonitor } from './recording-monitor.ts';

export interface ProgramRun {
  /** Name of the environment, which is the stack's too. */
  readonly environment: string;
  readonly place: Place;
  readonly program: () => Promise<Readonly<Record<string, unknown>>>;
  /** Where failures are collected; a list of its own if left out. */
  readonly failures?: Failures;
}

/**
 * Runs a program without engine, account or network, and answers with what it would make. One run after the other or
 * several at once: each has a store of its own.
 * @throws whatever the program throws. What it throws inside an `apply` is in `failures`, and comes as an unhandled
 *   rejection of the process besides, possibly later: run it in a child process (`child.ts`), as the commands do.
 */
export async function runProgram({
  environment,
  place,
  program,
  failures = new Failures(),
}: ProgramRun): Promise<Plan> {
  const internals = loadInternals();
  const store = internals.newStore();
  return internals.storage.run(store, async () => {
    const monitor = new RecordingMonitor(place, environment, failures);
    internals.begin(store, {
      monitor,
      stack: environment,
      onFailure: (error, { name, parent, type, inputProperty: field }) => {
        const concern = type.startsWith('planewright:') ? name : nameOfConcern(parent);
        failures.add(error, { ...(concern !== undefined && { concern }), resource: name, ...(field && { field }) });
      },
    });
    try {
      await internals.runInPulumiStack(program);
    } catch (error) {
      const concern = concernBegun(store);
      failures.add(error, concern === undefined ? {} : { concern });
      throw error;
    }
    let before: number;
    do {
      before = monitor.planned.length;
      await internals.waitForRPCs();
    } while (monitor.planned.length !== before);
    return {
      environment,
      resources: monitor.planned.toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1)),
      outputs: monitor.outputs,
    };
  });
}

function orderOf({ type, name, urn }: PlannedResource): string {
  return `${type}\n${name}\n${urn}`;
}

/** Name of the component that a resource belongs to; undefined for one that belongs to the stack alone. */
function nameOfConcern(parent: { readonly __name?: string; readonly __pulumiType?: string } | undefined) {
  return parent?.__pulumiType?.startsWith('planewright:') === true ? parent.__name : undefined;
}
