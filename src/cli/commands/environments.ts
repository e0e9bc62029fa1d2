import { Option, type Command } from 'commander';
import type { Io } from '../io.ts';

interface Options {
  readonly output: 'text' | 'json';
}

/** `planewright environments`: which there are, and how two of them differ. */
export function addEnvironmentsCommand(program: Command, io: Io): void {
  const environments = program
    .command('environments')
    .summary('list environments, or compare two of them')
    .description('Reads the environment files of this project. Nothing is asked of any cloud.');
  environments
    .command('list')
    .summary('list the environments of the folder environments/')
    .description('Lists every environment of the folder environments/: mode, cloud, place, profile and version.')
    .addOption(new Option('-o, --output <format>', 'how to print').choices(['text', 'json']).default('text'))
    .addHelpText(
      'after',
      `
Exit codes: 0 all of them are valid, 1 some are not; planewright validate says why.

Examples:
  planewright environments list
  planewright environments list -o json | jq -r '.environments[].name'
`,
    )
    .action(async (options: Options) => {
      const { listEnvironments } = await import('../environments/list.ts');
      await listEnvironments(options.output, io);
    });
  environments
    .command('diff')
    .summary('print how two environments differ')
    .description(
      'Compares two environments as they are with layers and profile filled in, and says which differences ' +
        '`planewright promote` would carry from the first to the second.',
    )
    .argument('<from>', 'a file, or a name under environments/')
    .argument('<to>', 'another one')
    .addOption(new Option('-o, --output <format>', 'how to print').choices(['text', 'json']).default('text'))
    .addHelpText(
      'after',
      `
Exit codes: 0 they are alike, 2 they differ.

Examples:
  planewright environments diff staging production
  planewright environments diff staging production -o json | jq '.differences[] | select(.promoted)'
`,
    )
    .action(async (from: string, to: string, options: Options) => {
      const { diffEnvironments } = await import('../environments/diff.ts');
      await diffEnvironments(from, to, options.output, io);
    });
}
