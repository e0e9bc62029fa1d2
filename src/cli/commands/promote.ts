import { Option, type Command } from 'commander';
import type { Io } from '../io.ts';

export interface PromoteOptions {
  readonly from: string;
  readonly to: string;
  readonly dryRun: boolean;
  readonly output: 'text' | 'json';
}

/** `planewright promote`: what was tried out in one environment goes into the file of another one. */
export function addPromoteCommand(program: Command, io: Io): void {
  program
    .command('promote')
    .summary('carry what was tried out in one environment to another')
    .description(
      "Writes versions and settings of one environment into the other one's file, with its comments and its order kept. " +
        'Sizes, names, accounts, networks and hosts stay. Nothing in the cloud changes.',
    )
    .requiredOption('--from <environment>', 'a file, or a name under environments/')
    .requiredOption('--to <environment>', 'the one whose file is written')
    .option('--dry-run', 'say what would be written, and write nothing', false)
    .addOption(new Option('-o, --output <format>', 'how to print').choices(['text', 'json']).default('text'))
    .addHelpText(
      'after',
      `
Exit codes: 0 done or nothing to do, 3 refused because a setting cannot go back; then nothing is written.

Examples:
  planewright promote --from staging --to production --dry-run
  planewright promote --from staging --to production && git diff
`,
    )
    .action(async (options: PromoteOptions) => {
      const { promote } = await import('../environments/promote.ts');
      await promote(options, io);
    });
}
