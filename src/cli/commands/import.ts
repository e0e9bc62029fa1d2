import { Option, type Command } from 'commander';
import type { Io } from '../io.ts';

export interface ImportOptions {
  readonly name: string;
  readonly cloud?: string;
  readonly profile: string;
  readonly set: readonly string[];
  readonly print: boolean;
  readonly force: boolean;
}

/** `planewright import terraform OUTPUTS`: an environment file for a plane that the vendor's module has made. */
export function addImportCommand(program: Command, io: Io): void {
  program
    .command('import')
    .summary('describe what exists as an environment')
    .description('Turns what another tool says of a plane into an environment file. Nothing in the cloud moves.')
    .command('terraform')
    .summary("from the outputs of the vendor's Terraform modules")
    .description(
      "Writes environments/NAME.yaml from what `terraform output -json` prints of the vendor's module, with everything " +
        'brought: network, cluster, database, Redis, buckets, key, identities. What the outputs do not say must be given ' +
        'with --set. Secrets are not read.',
    )
    .argument('<outputs>', 'file with the outputs as JSON; - for standard input')
    .requiredOption('--name <name>', 'name of the environment')
    .addOption(
      new Option('--cloud <cloud>', 'whose module it is; told by the outputs').choices(['aws', 'google', 'azure']),
    )
    .addOption(
      new Option('--profile <profile>', 'sizes of the plane in the cluster')
        .choices(['sandbox', 'production', 'production-ha', 'high-ingest'])
        .default('production'),
    )
    .option('--set <field=value>', 'a field that the outputs do not say; may be repeated', collect, [])
    .option('--print', 'print the file, complete or not, and write nothing', false)
    .option('--force', 'replace a file that is there', false)
    .addHelpText(
      'after',
      `
Exit codes: 0 the file is complete, 1 something is missing; then nothing is written.

Examples:
  terraform output -json | planewright import terraform - --name production --print
  planewright import terraform outputs.json --name production \\
    --set spec.version=2.9.0 --set spec.kubernetes.name=shared
`,
    )
    .action(async (outputs: string, options: ImportOptions) => {
      const { importTerraform } = await import('../import.ts');
      await importTerraform(outputs, options, io);
    });
}

function collect(value: string, earlier: readonly string[]): readonly string[] {
  return [...earlier, value];
}
