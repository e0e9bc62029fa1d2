import { Option, type Command } from 'commander';
import type { Io } from '../io.ts';

export interface UnlockOptions {
  readonly ownerIsGone?: true;
  readonly output: 'text' | 'json';
}

/** `planewright unlock ENV`: take away the lock of a run that is gone. */
export function addUnlockCommand(program: Command, io: Io): void {
  program
    .command('unlock')
    .summary('take away the lock of a run that is gone')
    .description(
      'Says who holds the lock of an environment, where and since when. Takes it away if that process is gone, and ' +
        'refuses while it lives.',
    )
    .argument('<environment>', 'file, or its name under environments/')
    .option('--owner-is-gone', 'you have looked on the other machine, and its process is gone')
    .addOption(new Option('-o, --output <format>', 'how to print').choices(['text', 'json']).default('text'))
    .addHelpText(
      'after',
      `
Exit codes: 0 not locked, or not any more; 1 the owner lives, or may live.

Examples:
  planewright unlock production
`,
    )
    .action(async (environment: string, options: UnlockOptions) => {
      const { runUnlock } = await import('../engine/unlock.ts');
      await runUnlock(environment, options, io);
    });
}
