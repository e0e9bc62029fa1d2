import { Option, type Command } from 'commander';
import type { Io } from '../io.ts';

export interface PreflightOptions {
  readonly output: 'text' | 'json';
}

/** `planewright preflight ENV`: whether the account is ready. */
export function addPreflightCommand(program: Command, io: Io): void {
  program
    .command('preflight')
    .summary('ask the account whether it is ready')
    .description(
      'Asks the account, before anything is made: who is signed in, whether region, zones and machines are there, quotas, ' +
        'APIs, rights, and names. It only reads. What it may not look at is unknown, and never passes.',
    )
    .argument('<environment>', 'file, or its name under environments/')
    .addOption(new Option('-o, --output <format>', 'how to print').choices(['text', 'json']).default('text'))
    .addHelpText(
      'after',
      `
Exit codes: 0 nothing stands in the way, with warnings and what is not known printed; 1 error; 3 something does.
up and preview do the same first; --skip-preflight leaves it out.

Examples:
  planewright preflight production
  planewright preflight production -o json | jq '.checks[] | select(.result != "pass")'
  planewright permissions production --for preflight -o policy     the rights that it takes to look
`,
    )
    .action(async (environment: string, options: PreflightOptions) => {
      const { runPreflight } = await import('../preflight/preflight.ts');
      await runPreflight(environment, options, io);
    });
}
