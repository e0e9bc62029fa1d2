import type { Command } from 'commander';
import type { ClusterConnection } from '../kube/cluster-connection.ts';
import type { Io } from './io.ts';

export interface ClusterOptions {
  readonly kubeconfig?: string;
  readonly context?: string;
}

/** Which one a command takes that has an environment. */
export const madeOrNamed = 'the cluster that the environment made, else KUBECONFIG';

/**
 * The options of every command that talks to a cluster.
 * @param otherwise Which one it is where none is named.
 */
export function withClusterOptions(
  command: Command,
  otherwise = 'KUBECONFIG, else ~/.kube/config, else the pod that this runs in',
): Command {
  return command
    .option('--kubeconfig <file>', `kubeconfig; default: ${otherwise}`)
    .option('--context <name>', 'context of the kubeconfig; default: the current one');
}

/** Connects as the options say: by a kubeconfig, or in a pod by its service account where none is named. */
export async function connect(options: ClusterOptions, io: Io): Promise<ClusterConnection> {
  const [{ inClusterConnection, isInCluster }, { systemClock }, { version }] = await Promise.all([
    import('../kube/in-cluster.ts'),
    import('../runtime/clock.ts'),
    import('./version.ts'),
  ]);
  const common = { clock: systemClock, env: io.env, userAgent: `planewright/${version}` };
  const named = options.kubeconfig !== undefined || options.context !== undefined || io.env['KUBECONFIG'] !== undefined;
  if (!named && isInCluster(io.env)) return inClusterConnection(common);
  const { kubeconfigConnection } = await import('../kube/kubeconfig.ts');
  return kubeconfigConnection({
    ...common,
    ...(options.kubeconfig === undefined ? {} : { path: options.kubeconfig }),
    ...(options.context === undefined ? {} : { context: options.context }),
  });
}
