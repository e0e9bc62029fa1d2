import { Option, type Command } from 'commander';
import type { Io } from '../io.ts';

export interface UpOptions {
  readonly plan?: string;
  readonly yes?: true;
  /** `NAME=ID` or `NAME=absent`. */
  readonly settle?: readonly string[];
  readonly output: 'text' | 'json';
}

/** `planewright up ENV`: carry the plan out. */
export function addUpCommand(program: Command, io: Io): void {
  program
    .command('up')
    .summary('carry the plan out')
    .description(
      'Shows what would be done, asks, and has the engine do that and nothing else. After a run that was killed it first ' +
        'settles what that left behind; running it again goes on where it stopped.',
    )
    .argument('<environment>', 'file, or its name under environments/')
    .option('--plan <file>', 'a plan that planewright preview saved; refused if anything changed since')
    .option('-y, --yes', 'do not ask')
    .option(
      '--settle <name=id>',
      'what is there of an object that an earlier run may have made: its id, or `absent`; may be given several times',
      (one: string, before: readonly string[] = []) => [...before, one],
    )
    .addOption(new Option('-o, --output <format>', 'how to print').choices(['text', 'json']).default('text'))
    .addHelpText(
      'after',
      `
Exit codes: 0 done, or nothing to do; 1 error; 3 refused: a policy, data at risk, or a stale plan.

Examples:
  planewright up staging
  planewright up production --plan plan.json           in the job that was approved
  planewright up staging --yes -o json | jq .outputs
  planewright up staging --settle backups-selection=absent     after a look into the account
`,
    )
    .action(async (environment: string, options: UpOptions) => {
      const { runUp } = await import('../engine/up.ts');
      await runUp(environment, options, io);
    });
}
