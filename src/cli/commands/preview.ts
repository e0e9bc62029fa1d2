import { Option, type Command } from 'commander';
import { withGoOnOptions, type GoOnOptions } from '../go-on-options.ts';
import type { Io } from '../io.ts';

export interface PreviewOptions extends GoOnOptions {
  readonly save?: string;
  readonly skipPreflight?: true;
  readonly refresh?: true;
  /** `NAME=ID` or `NAME=absent`. */
  readonly settle?: readonly string[];
  readonly output: 'text' | 'json';
}

/** `planewright preview ENV`: ask the engine what would be done. */
export function addPreviewCommand(program: Command, io: Io): void {
  withGoOnOptions(program.command('preview'))
    .summary('ask the engine what would be done')
    .description(
      'Asks the engine, with the state and the account, what an update would do. What holds data is never replaced or ' +
        'deleted: such a plan is refused. Then asks the cluster, as far as there is one, what would change in it. Nothing ' +
        'is made, changed or deleted.',
    )
    .argument('<environment>', 'file, or its name under environments/')
    .option('--save <file>', 'write the plan down, so that another job can carry out this and nothing else')
    .option('--skip-preflight', 'do not ask the account first whether it is ready')
    .option('--refresh', 'first take into the state how the cloud is, so that what was changed outside is set back')
    .option(
      '--settle <name=id>',
      'what is there of an object that an earlier run may have made: its id, or `absent`; may be given several times',
      (one: string, before: readonly string[] | undefined) => [...(before ?? []), one],
    )
    .addOption(new Option('-o, --output <format>', 'how to print').choices(['text', 'json']).default('text'))
    .addHelpText(
      'after',
      `
Exit codes: 0 nothing would change, 1 error, 2 something would, 3 refused by a policy, by an account that is not ready, or to
keep data safe.

Examples:
  planewright preview production
  planewright preview production --save plan.json      in the job that asks for approval
  planewright preview production --refresh             with what was changed outside of Planewright
  planewright preview production -o json | jq -r '.steps[].name'
`,
    )
    .action(async (environment: string, options: PreviewOptions) => {
      const { runPreview } = await import('../engine/preview.ts');
      await runPreview(environment, options, io);
    });
}
