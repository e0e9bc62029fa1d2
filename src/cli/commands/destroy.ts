import { Option, type Command } from 'commander';
import type { ClusterOptions } from '../cluster.ts';
import type { Io } from '../io.ts';

export interface DestroyOptions extends ClusterOptions {
  readonly confirm?: string;
  readonly dryRun?: true;
  readonly withoutAccountCheck?: true;
  readonly withoutCluster?: true;
  readonly withoutFreshBackup?: true;
  readonly output: 'text' | 'json';
}

/** `planewright destroy ENV`: take an environment down, except for its data. */
export function addDestroyCommand(program: Command, io: Io): void {
  program
    .command('destroy')
    .summary('take an environment down, except for its data')
    .description(
      'Shows what goes, what stays and how fresh its backups are, asks for name and account, lets the cluster go, then ' +
        'deletes. Databases, buckets and keys stay, in the cloud and in the state: the next planewright up takes them ' +
        'up again, and planewright delete-data deletes them.',
    )
    .argument('<environment>', 'file, or its name under environments/')
    .option('--kubeconfig <file>', 'kubeconfig of its cluster; default: the cluster that the environment made')
    .option('--context <name>', 'context of the kubeconfig that is its cluster')
    .option('--confirm <name@account>', 'environment and account, instead of typing them')
    .option('--dry-run', 'show it and delete nothing')
    .option('--without-account-check', 'go on where it is not known whose account this is')
    .option('--without-cluster', 'go on where the cluster cannot be asked to let go')
    .option('--without-fresh-backup', 'go on where a backup is older than 24 hours, or not known')
    .addOption(new Option('-o, --output <format>', 'how to print').choices(['text', 'json']).default('text'))
    .addHelpText(
      'after',
      `
Exit codes: 0 done, 1 error, or not confirmed, 2 something would go (--dry-run), 3 a guard holds.

Examples:
  planewright destroy sandbox
  planewright destroy existing --kubeconfig its.kubeconfig      a cluster that was brought
  planewright destroy sandbox --dry-run
  planewright destroy sandbox --without-cluster --without-fresh-backup --confirm sandbox@123456789012
`,
    )
    .action(async (environment: string, options: DestroyOptions) => {
      const { runDestroy } = await import('../destroy/destroy.ts');
      await runDestroy(environment, options, io);
    });
}
