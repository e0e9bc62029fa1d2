import { Option, type Command } from 'commander';
import type { Io } from '../io.ts';

export interface DeleteDataOptions {
  readonly confirm?: string;
  readonly dryRun?: true;
  readonly keepKeys?: true;
  readonly withCopies?: true;
  readonly withoutAccountCheck?: true;
  readonly output: 'text' | 'json';
}

/** `planewright delete-data ENV`: delete what a destroy has kept. */
export function addDeleteDataCommand(program: Command, io: Io): void {
  program
    .command('delete-data')
    .summary('delete the data of an environment that is taken down')
    .description(
      'Deletes the databases, buckets, secrets and keys that planewright destroy has kept, for good. Shows each of them ' +
        'and what is left of it afterwards, and asks for a sentence that no other command takes. Copies in another region ' +
        'stay, and the keys that open them.',
    )
    .argument('<environment>', 'file, or its name under environments/')
    .option('--confirm <sentence>', "'delete the data of NAME@ACCOUNT', instead of typing it")
    .option('--dry-run', 'show it and delete nothing')
    .option('--keep-keys', 'leave the keys: last snapshots can be read as long as there is one')
    .option('--with-copies', 'delete the copies in another region too')
    .option('--without-account-check', 'go on where it is not known whose account this is')
    .addOption(new Option('-o, --output <format>', 'how to print').choices(['text', 'json']).default('text'))
    .addHelpText(
      'after',
      `
Exit codes: 0 done, 1 error, or not confirmed, 2 something would go (--dry-run), 3 the environment stands, or a guard holds.

Examples:
  planewright delete-data sandbox --dry-run
  planewright delete-data sandbox
  planewright delete-data sandbox --keep-keys --confirm 'delete the data of sandbox@123456789012'
`,
    )
    .action(async (environment: string, options: DeleteDataOptions) => {
      const { runDeleteData } = await import('../destroy/delete-data.ts');
      await runDeleteData(environment, options, io);
    });
}
