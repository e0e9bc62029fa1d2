import { Option, type Command } from 'commander';
import type { Io } from '../io.ts';

export interface DestroyOptions {
  readonly confirm?: string;
  readonly output: 'text' | 'json';
}

/** `planewright destroy ENV`: take an environment down, except for its data. */
export function addDestroyCommand(program: Command, io: Io): void {
  program
    .command('destroy')
    .summary('take an environment down, except for its data')
    .description(
      'Shows what goes and what stays, asks for name and account, then deletes. Databases, buckets and keys stay, in the ' +
        'cloud and in the state: the next planewright up takes them up again.',
    )
    .argument('<environment>', 'file, or its name under environments/')
    .option('--confirm <name@account>', 'environment and account, instead of typing them')
    .addOption(new Option('-o, --output <format>', 'how to print').choices(['text', 'json']).default('text'))
    .addHelpText(
      'after',
      `
Exit codes: 0 done, 1 error, or not confirmed.

Examples:
  planewright destroy sandbox
  planewright destroy sandbox --confirm sandbox@123456789012
`,
    )
    .action(async (environment: string, options: DestroyOptions) => {
      const { runDestroy } = await import('../engine/destroy.ts');
      await runDestroy(environment, options, io);
    });
}
