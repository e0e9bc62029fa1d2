import { Option, type Command } from 'commander';
import type { Io } from '../io.ts';

interface Options {
  readonly output: 'yaml' | 'json';
}

/** `planewright crds`: prints the CustomResourceDefinitions of this version. */
export function addCrdsCommand(program: Command, io: Io): void {
  program
    .command('crds')
    .summary('print the CustomResourceDefinitions')
    .description(
      'Prints the CustomResourceDefinitions of this version, always in the same order. Apply them before the operator ' +
        'of the same version starts.',
    )
    .addOption(new Option('-o, --output <format>', 'how to print').choices(['yaml', 'json']).default('yaml'))
    .addHelpText(
      'after',
      `
Examples:
  planewright crds | kubectl apply --server-side -f -
  planewright crds | kubectl diff -f -
  planewright crds -o json | jq -r '.items[].metadata.name'
`,
    )
    .action(async ({ output }: Options) => {
      const { crdsAsJson, crdsAsYaml } = await import('../../api/crd/text.ts');
      io.out(output === 'json' ? crdsAsJson() : crdsAsYaml());
    });
}
