import { Option, type Command } from 'commander';
import { withClusterOptions, type ClusterOptions } from '../cluster.ts';
import type { Io } from '../io.ts';

export interface UninstallCommandOptions extends ClusterOptions {
  readonly namespace: string;
  readonly crds?: true;
  readonly plane?: true;
  readonly confirm?: string;
  readonly state?: string;
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
          'are; what stays is listed. With an environment and --plane its plane goes too, and what serves it in the ' +
          'cluster; its data in the cloud stays.',
      ),
  )
    .argument('[environment]', 'file, or its name under environments/; default: the operator alone')
    .option('--plane', "of an environment: take its plane away too; asks for the environment's name")
    .option('--confirm <name>', 'name of the environment, instead of typing it')
    .option('--state <file>', 'take the outputs from a state that was exported')
    .option('-n, --namespace <name>', 'namespace of the operator', 'planewright-system')
    .option('--crds', 'delete the kinds too; refused while there is a resource of one')
    .addOption(new Option('-o, --output <format>', 'how to print').choices(['text', 'json']).default('text'))
    .addHelpText(
      'after',
      `
Exit codes: 0 done, 1 error, or not confirmed; 3 refused, because resources would be deleted, or in another cluster.

Examples:
  planewright uninstall
  planewright uninstall sandbox --plane                before planewright destroy sandbox, or to move elsewhere
  kubectl delete planewright --all --all-namespaces && planewright uninstall --crds
`,
    )
    .action(async (environment: string | undefined, options: UninstallCommandOptions) => {
      if (environment !== undefined) {
        const { runUninstallEnvironment } = await import('../environment-cluster/uninstall.ts');
        await runUninstallEnvironment(environment, options, io);
        return;
      }
      const { runUninstall } = await import('../install.ts');
      await runUninstall(options, io);
    });
}
