import { isInCluster } from '../../kube/in-cluster.ts';
import type { ClusterConnection } from '../../kube/cluster-connection.ts';
import { isKubeError } from '../../kube/kube-error.ts';
import { PlanewrightError } from '../../runtime/errors.ts';
import { TransportError, type Transport } from '../../runtime/transport.ts';
import type { Environment } from '../../../stacks/environment/schema/environment.ts';
import type { PlaneOutputs } from '../../../stacks/outputs.ts';
import { connect, type ClusterOptions } from '../cluster.ts';
import type { Io } from '../io.ts';
import { connectToMade, makesCluster } from './made-cluster.ts';

/**
 * The cluster of an environment: the one that a kubeconfig names, where one is given; else the one that the environment
 * made, as whoever is signed in to the cloud. The current context of a machine is never taken by itself.
 * @throws PlanewrightError WrongCluster where a kubeconfig names another cluster than the environment's; ClusterUnreachable
 * where nothing answers.
 */
export async function connectTo(
  environment: Environment,
  outputs: PlaneOutputs | undefined,
  options: ClusterOptions,
  io: Io,
): Promise<ClusterConnection> {
  const connection = await chosen(environment, outputs, options, io);
  try {
    refuseOther(environment, outputs, connection);
    await greet(environment, connection, io.signal);
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

async function chosen(
  environment: Environment,
  outputs: PlaneOutputs | undefined,
  options: ClusterOptions,
  io: Io,
): Promise<ClusterConnection> {
  const says = options.kubeconfig !== undefined || options.context !== undefined;
  if (!says && makesCluster(environment)) {
    if (outputs !== undefined) return connectToMade(environment, outputs, io);
    const { name } = environment.metadata;
    throw new PlanewrightError('NotBroughtUp', `Where the cluster of ${name} is, its state does not say.`, {
      next: 'planewright up ENV, or name the cluster with --kubeconfig.',
    });
  }
  if (!isNamed(environment, options, io)) throw notNamed(environment);
  return connect(options, io);
}

/** Whether the environment itself, a person, or the pod that this runs in, says which cluster is meant. */
export function isNamed(environment: Environment, options: ClusterOptions, io: Pick<Io, 'env'>): boolean {
  if (makesCluster(environment)) return true;
  if (options.kubeconfig !== undefined || options.context !== undefined) return true;
  return io.env['KUBECONFIG'] !== undefined || isInCluster(io.env);
}

export function notNamed({ metadata: { name } }: Environment): PlanewrightError {
  return new PlanewrightError('InvalidArgument', `Which cluster ${name} stands in is not known from its outputs.`, {
    next: 'Name it with --kubeconfig or --context, or set KUBECONFIG.',
  });
}

/** A tunnel ends at another address and says in `tls-server-name` whose certificate it expects. */
function refuseOther(
  { metadata: { name } }: Environment,
  outputs: PlaneOutputs | undefined,
  { server, serverName, context }: ClusterConnection,
): void {
  const wanted = outputs?.clusterEndpoint;
  if (wanted === undefined || placeOf(server) === placeOf(wanted) || serverName === new URL(wanted).hostname) return;
  const by = context === undefined ? 'This pod' : `Context ${context} of the kubeconfig`;
  throw new PlanewrightError('WrongCluster', `${by} points to ${server}, but the cluster of ${name} is ${wanted}.`, {
    next: 'Name the right one with --kubeconfig and --context; for a tunnel set tls-server-name to the host of the cluster.',
  });
}

function placeOf(url: string): string {
  const { protocol, hostname, port } = new URL(url);
  return `${hostname}:${port === '' ? (protocol === 'http:' ? '80' : '443') : port}`;
}

/** Asks for the server's version: whether it can be reached is known before anything is done. */
async function greet(environment: Environment, connection: ClusterConnection, signal: AbortSignal): Promise<void> {
  const { transport, server } = connection;
  const answer = await asked(transport, signal).catch((error: unknown) => {
    signal.throwIfAborted();
    if (!(error instanceof TransportError) && !isKubeError(error, 'KubeUnreachable')) throw error;
    throw new PlanewrightError('ClusterUnreachable', sentenceFor(environment, server, error.message), { cause: error });
  });
  if (answer.status !== 401) return;
  throw new PlanewrightError('ClusterUnreachable', `The API server ${server} does not know who asks (401).`, {
    next: 'Sign in as somebody whom the cluster lets in: who made it, or an administrator that the environment names.',
  });
}

function asked(transport: Transport, signal: AbortSignal) {
  return transport({ method: 'GET', path: '/version', headers: { accept: 'application/json' } }, signal);
}

function sentenceFor({ spec }: Environment, server: string, why: string): string {
  const isPrivate =
    spec.mode === 'SelfHosted' && 'endpoint' in spec.kubernetes && isPrivateEndpoint(spec.kubernetes.endpoint);
  const reason = isPrivate ? ' It is private: it answers inside of its network alone.' : '';
  return `The API server ${server} cannot be reached from here: ${why}.${reason}`;
}

function isPrivateEndpoint(endpoint: unknown): boolean {
  return typeof endpoint === 'object' && endpoint !== null && 'access' in endpoint && endpoint.access === 'Private';
}
