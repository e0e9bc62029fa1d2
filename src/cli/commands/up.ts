import { Option, type Command } from 'commander';
import type { Io } from '../io.ts';

export interface UpOptions {
  readonly plan?: string;
  readonly yes?: true;
  readonly skipPreflight?: true;
  readonly refresh?: true;
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
    .option('--refresh', 'first take into the state how the cloud is, so that what was changed outside is set back')
    .option('-y, --yes', 'do not ask')
    .option('--skip-preflight', 'do not ask the account first whether it is ready')
    .addOption(new Option('-o, --output <format>', 'how to print').choices(['text', 'json']).default('text'))
    .addHelpText(
      'after',
      `
Exit codes: 0 done, or nothing to do; 1 error; 3 refused: a policy, an account that is not ready, data at risk, or a stale plan.

Examples:
  planewright up staging
  planewright up production --plan plan.json           in the job that was approved
  planewright up staging --refresh                     after planewright drift showed something
  planewright up staging --yes -o json | jq .outputs
`,
    )
    .action(async (environment: string, options: UpOptions) => {
      const { runUp } = await import('../engine/up.ts');
      await runUp(environment, options, io);
    });
}
