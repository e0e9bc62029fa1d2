import { cloudDrift } from '../../../stacks/engine/drift.ts';
import type { DriftOptions } from '../commands/drift.ts';
import type { Io } from '../io.ts';
import { withRun } from './run.ts';

/** Prints where the cloud is not as it was left. Exit 0 nowhere, 2 somewhere. Writes nothing. */
export async function runDrift(nameOrPath: string, options: DriftOptions, io: Io): Promise<void> {
  await withRun(nameOrPath, io, async ({ workspace, environment }) => {
    const found = await cloudDrift(workspace, io.signal);
    if (options.output === 'json') {
      io.out(`${JSON.stringify({ environment: environment.metadata.name, cloud: found }, null, 2)}\n`);
    } else if (found.length === 0) io.out('The cloud is as it was left.\n');
    else {
      for (const { concern, name, kind, fields, holdsData } of found) {
        io.out(
          `${concern}: ${name} ${kind === 'gone' ? 'is gone' : 'was changed'}${holdsData ? ' (holds data)' : ''}\n`,
        );
        for (const { path, was, is } of fields) io.out(`  ${path}: ${was} → ${is}\n`);
      }
      io.out(
        `\n${found.length} ${found.length === 1 ? 'object' : 'objects'} drifted. planewright up sets inputs back.\n`,
      );
    }
    io.exit(found.length === 0 ? 0 : 2);
  });
}
