import { Option, type Command } from 'commander';
import type { Io } from '../io.ts';

export interface DriftOptions {
  readonly output: 'text' | 'json';
}

/** `planewright drift ENV`: show where the cloud is not as it was left. */
export function addDriftCommand(program: Command, io: Io): void {
  program
    .command('drift')
    .summary('show where the cloud is not as it was left')
    .description(
      'Compares every object with the cloud, computed properties too, and says what differs or is gone. ' +
        'Writes nothing, neither to the cloud nor to the state.',
    )
    .argument('<environment>', 'file, or its name under environments/')
    .addOption(new Option('-o, --output <format>', 'how to print').choices(['text', 'json']).default('text'))
    .addHelpText(
      'after',
      `
Exit codes: 0 no drift, 1 error, 2 drift.

Examples:
  planewright drift production
  planewright drift production -o json | jq '.cloud[] | select(.holdsData)'
`,
    )
    .action(async (environment: string, options: DriftOptions) => {
      const { runDrift } = await import('../engine/drift.ts');
      await runDrift(environment, options, io);
    });
}
