import { Option, type Command } from 'commander';
import { withClusterOptions, type ClusterOptions } from '../cluster.ts';
import type { Io } from '../io.ts';

export interface UninstallCommandOptions extends ClusterOptions {
  readonly namespace: string;
  readonly crds?: true;
  readonly output: 'text' | 'json';
}

/** `planewright uninstall`: takes the operator away, and says what stays. */
export function addUninstallCommand(program: Command, io: Io): void {
  withClusterOptions(
    program
      .command('uninstall')
      .summary('take the operator away from a cluster')
      .description(
        'Deletes what `planewright install` made, the last first. Planes go on running and organizations stay as they ' +
          'are; what stays is listed.',
      ),
  )
    .option('-n, --namespace <name>', 'namespace of the operator', 'planewright-system')
    .option('--crds', 'delete the kinds too; refused while there is a resource of one')
    .addOption(new Option('-o, --output <format>', 'how to print').choices(['text', 'json']).default('text'))
    .addHelpText(
      'after',
      `
Exit codes: 0 done, 1 error, 3 refused, because resources would be deleted.

Examples:
  planewright uninstall
  kubectl delete planewright --all --all-namespaces && planewright uninstall --crds
`,
    )
    .action(async (options: UninstallCommandOptions) => {
      const { runUninstall } = await import('../install.ts');
      await runUninstall(options, io);
    });
}
