import { Option, type Command } from 'commander';
import type { Io } from '../io.ts';

export interface RestoreOptions {
  readonly plan?: true;
  readonly to?: string;
  readonly backup?: string;
  readonly lost?: readonly ('cluster' | 'data' | 'state')[];
  readonly output: 'text' | 'json';
}

/** `planewright restore ENV --plan`: the steps of a restore, for a person to carry out. */
export function addRestoreCommand(program: Command, io: Io): void {
  program
    .command('restore')
    .summary('print the steps of a restore')
    .description(
      'Says to which moment an environment can be taken back, what is lost by it, and what to do, in order and with the ' +
        'commands of its cloud. Changes nothing: a restore is carried out by a person, who reads each step.',
    )
    .argument('<environment>', 'file, or its name under environments/')
    .option('--plan', 'print the plan; needed, since nothing else is offered')
    .option('--to <moment>', 'take data back to this moment, such as 2026-11-25T08:30:00Z; default: as new as can be')
    .option('--backup <folder>', 'an export of planewright backup --export')
    .addOption(
      new Option('--lost <parts...>', 'what is lost; default: cluster and data').choices(['cluster', 'data', 'state']),
    )
    .addOption(new Option('-o, --output <format>', 'how to print').choices(['text', 'json']).default('text'))
    .addHelpText(
      'after',
      `
Exit codes: 0 printed, 1 error, 3 no restore is possible, and why, 4 printed, but something could not be looked at.

Examples:
  planewright restore production --plan --backup backups/2026-11-25
  planewright restore production --plan --to 2026-11-25T08:30:00Z --lost data
  planewright restore production --plan --lost cluster --backup backups/2026-11-25
`,
    )
    .action(async (environment: string, options: RestoreOptions) => {
      const { runRestore } = await import('../restore/restore.ts');
      await runRestore(environment, options, io);
    });
}
