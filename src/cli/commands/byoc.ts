import { Option, type Command } from 'commander';
import type { Io } from '../io.ts';

export interface HandOverOptions {
  readonly file?: string;
  readonly output: 'yaml' | 'json';
}

/** `planewright byoc`: what has to do with the vendor in one's own account. */
export function addByocCommand(program: Command, io: Io): void {
  program
    .command('byoc')
    .summary('hand an account over in which the vendor runs the plane')
    .description('For environments of mode BYOC: the vendor runs the plane in your account.')
    .command('handover')
    .summary('print the document for the vendor')
    .description(
      'Prints what the vendor needs to come in and deploy: accounts or roles, external id, where it keeps its state, ' +
        'limits, quotas, contacts. No secret is in it. What is known only once the bootstrap exists stands in angle brackets.',
    )
    .argument('<environment>', 'a file, or a name under environments/')
    .option('--file <path>', 'write it there; an existing file is left alone')
    .addOption(new Option('-o, --output <format>', 'how to print').choices(['yaml', 'json']).default('yaml'))
    .addHelpText(
      'after',
      `
Examples:
  planewright byoc handover production
  planewright byoc handover production --file handover.yaml
`,
    )
    .action(async (environment: string, options: HandOverOptions) => {
      const { printHandOver } = await import('../byoc/hand-over.ts');
      await printHandOver(environment, options, io);
    });
}
