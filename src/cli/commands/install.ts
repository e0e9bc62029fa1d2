import { Option, type Command } from 'commander';
import { withClusterOptions, type ClusterOptions } from '../cluster.ts';
import type { Io } from '../io.ts';

export interface InstallCommandOptions extends ClusterOptions {
  readonly namespace: string;
  readonly govern?: readonly string[];
  readonly image?: string;
  readonly mode: 'act' | 'observe';
  readonly replicas: string;
  readonly pullSecret?: readonly string[];
  readonly state?: string;
  readonly diff?: true;
  readonly allowDowngrade?: true;
  readonly timeout: string;
  readonly output: 'text' | 'json';
}

/** `planewright install`: the operator and its kinds, onto a cluster that exists. */
export function addInstallCommand(program: Command, io: Io): void {
  withClusterOptions(
    program
      .command('install')
      .summary('install or upgrade the operator, or all that an environment is in its cluster')
      .description(
        'Applies the kinds, then the operator with its rights, by server-side apply, and waits until it is up. ' +
          'With an environment it goes on: the objects that its cluster needs, Organization, secrets, DataPlane, from ' +
          'the outputs of its stack. Running it again upgrades; what an earlier installation made and this one does ' +
          'not is deleted. Kinds, namespaces, and what holds data are never deleted.',
      ),
  )
    .argument('[environment]', 'file, or its name under environments/; default: the operator alone')
    .option('-n, --namespace <name>', 'namespace of the operator', 'planewright-system')
    .option(
      '--govern <namespace...>',
      'namespaces that the operator may work in; it has no right to Secrets anywhere else. Made where they are missing',
    )
    .option('--image <reference>', 'image of the operator; default: that of this version')
    .addOption(
      new Option('--mode <mode>', 'act, or observe: decide and report, change nothing')
        .choices(['act', 'observe'])
        .default('act'),
    )
    .option('--replicas <number>', 'pods; one works, the others wait', '1')
    .option('--pull-secret <name...>', 'Secrets for the registry')
    .option('--state <file>', 'take the outputs from a state that was exported: where its backend is out of reach')
    .option('--diff', 'print what would change, and change nothing')
    .option('--allow-downgrade', 'go on although the kinds in the cluster are of a newer version')
    .option('--timeout <seconds>', 'how long to wait until the operator is up', '300')
    .addOption(new Option('-o, --output <format>', 'how to print').choices(['text', 'json']).default('text'))
    .addHelpText(
      'after',
      `
Exit codes: 0 installed, or nothing would change; 1 error; 2 something would change (with --diff); 3 refused.

Examples:
  planewright install --govern acme --mode observe     the first day on a live organization
  planewright install --govern acme --diff             what an upgrade would change
  planewright install production                       where planewright up could not reach the cluster
  planewright install --govern acme --image registry.example.com/planewright:0.1.0
`,
    )
    .action(async (environment: string | undefined, options: InstallCommandOptions) => {
      if (environment !== undefined) {
        const { installEnvironment } = await import('../environment-cluster/install-environment.ts');
        await installEnvironment(environment, options, io);
        return;
      }
      const { runInstall } = await import('../install.ts');
      await runInstall(options, io);
    });
}
