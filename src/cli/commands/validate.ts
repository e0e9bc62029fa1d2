import { Option, type Command } from 'commander';
import type { Io } from '../io.ts';

interface Options {
  readonly output: 'text' | 'json';
}

/** `planewright validate FILE…`: checks resources in files without a cluster. */
export function addValidateCommand(program: Command, io: Io): void {
  program
    .command('validate')
    .summary('check resources and environments in files, without a cluster')
    .description(
      'Checks Planewright resources in YAML or JSON files as the API server would, read as kubectl reads them. ' +
        'Documents of other API groups are left alone. Files of environments are checked with the layers that they lie on.',
    )
    .argument('<file...>', 'files to check, or names of environments; - for standard input')
    .addOption(new Option('-o, --output <format>', 'how to print').choices(['text', 'json']).default('text'))
    .addHelpText(
      'after',
      `
Exit codes: 0 everything is valid, 1 something is wrong.
What only the cluster knows (a missing Secret, a change that is not allowed) is not checked here.

Examples:
  planewright validate resources/*.yaml
  planewright validate production                 environments/production.yaml
  kustomize build overlays/prod | planewright validate -
  planewright validate -o json plane.yaml | jq '.problems[].reason'
`,
    )
    .action(async (files: readonly string[], options: Options) => {
      const { validateFiles } = await import('../validate.ts');
      await validateFiles(files, options.output, io);
    });
}
