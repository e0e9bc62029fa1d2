import { Option, type Command } from 'commander';
import type { Io } from '../io.ts';

export interface PreviewOptions {
  readonly save?: string;
  /** `NAME=ID` or `NAME=absent`. */
  readonly settle?: readonly string[];
  readonly output: 'text' | 'json';
}

/** `planewright preview ENV`: ask the engine what would be done. */
export function addPreviewCommand(program: Command, io: Io): void {
  program
    .command('preview')
    .summary('ask the engine what would be done')
    .description(
      'Asks the engine, with the state and the account, what an update would do. What holds data is never replaced or ' +
        'deleted: such a plan is refused. Nothing is made, changed or deleted.',
    )
    .argument('<environment>', 'file, or its name under environments/')
    .option('--save <file>', 'write the plan down, so that another job can carry out this and nothing else')
    .option(
      '--settle <name=id>',
      'what is there of an object that an earlier run may have made: its id, or `absent`; may be given several times',
      (one: string, before: readonly string[] = []) => [...before, one],
    )
    .addOption(new Option('-o, --output <format>', 'how to print').choices(['text', 'json']).default('text'))
    .addHelpText(
      'after',
      `
Exit codes: 0 nothing would change, 1 error, 2 something would, 3 refused by a policy or to keep data safe.

Examples:
  planewright preview production
  planewright preview production --save plan.json      in the job that asks for approval
  planewright preview production -o json | jq -r '.steps[].name'
`,
    )
    .action(async (environment: string, options: PreviewOptions) => {
      const { runPreview } = await import('../engine/preview.ts');
      await runPreview(environment, options, io);
    });
}
