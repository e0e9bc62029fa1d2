import { Option, type Command } from 'commander';
import type { Io } from '../io.ts';

interface Options {
  readonly output: 'text' | 'json';
}

/** `planewright egress list ENV`: every host that must be reached. */
export function addEgressCommand(program: Command, io: Io): void {
  program
    .command('egress')
    .summary('list the hosts that an environment must reach')
    .description('What to ask the network people for before anything is made.')
    .command('list')
    .summary('list every host, who reaches it, and why')
    .description(
      'Lists every host that the plane, the operator and the nodes of an environment must reach, on which port, why, ' +
        'and where that is published.',
    )
    .argument('<environment>', 'a file, or a name under environments/')
    .addOption(new Option('-o, --output <format>', 'how to print').choices(['text', 'json']).default('text'))
    .addHelpText(
      'after',
      `
Examples:
  planewright egress list production
  planewright egress list production -o json | jq -r '.destinations[] | "\\(.host):\\(.port)"' | sort -u
`,
    )
    .action(async (environment: string, options: Options) => {
      const { listEgress } = await import('../egress.ts');
      await listEgress(environment, options.output, io);
    });
}
