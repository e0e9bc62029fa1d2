import type { StackState } from '../../../stacks/engine/state.ts';
import type { Environment } from '../../../stacks/environment/schema/environment.ts';
import type { ClusterConnection } from '../../kube/cluster-connection.ts';
import { PlanewrightError } from '../../runtime/errors.ts';
import { connect, type ClusterOptions } from '../cluster.ts';
import type { Io } from '../io.ts';
import type { ClusterScope } from './release-cluster.ts';

/** Connects to the cluster of an environment; undefined where nobody says which one it is. */
export type ClusterConnector = (
  environment: Environment,
  state: StackState,
  options: ClusterOptions,
  io: Io,
) => Promise<ClusterConnection | undefined>;

/** Types that are a cluster. */
const clusters =
  /^(aws:eks\/cluster:Cluster|gcp:container\/cluster:Cluster|azure-native:containerservice:ManagedCluster)$/;

/**
 * What a cluster must let go of; undefined where there is none: in BYOC it is the vendor's, and one that the environment
 * made may be gone since an earlier run.
 */
export function clusterScope({ spec }: Environment, { deployment }: StackState): ClusterScope | undefined {
  if (spec.mode !== 'SelfHosted') return undefined;
  const goes = spec.kubernetes.type === 'New';
  if (goes && !(deployment.resources ?? []).some(({ type }) => clusters.test(type))) return undefined;
  return { goes, namespaces: [...new Set([spec.plane.namespace, spec.organization.namespace])] };
}

/** By the kubeconfig that the options name, if they name one: never by whatever context happens to be current. */
export async function connectAsNamed(
  environment: Environment,
  state: StackState,
  options: ClusterOptions,
  io: Io,
): Promise<ClusterConnection | undefined> {
  if (options.kubeconfig === undefined && options.context === undefined) return undefined;
  const connection = await connect(options, io);
  const wanted = endpointIn(state);
  if (wanted === undefined || hostOf(connection.server) === hostOf(wanted)) return connection;
  connection.close();
  const { name } = environment.metadata;
  throw new PlanewrightError(
    'InvalidArgument',
    `The kubeconfig points to ${connection.server}, but the cluster of ${name} is ${wanted}.`,
    { next: 'Name the right one with --kubeconfig and --context.' },
  );
}

/** What to look for where the cluster could not be asked to let go. */
export function unreleased({ goes }: ClusterScope, { spec }: Environment): string {
  const where = spec.mode === 'SaaS' ? 'aws' : spec.cloud.provider;
  return goes
    ? `Resources with policy.deletion Delete leave their objects in the organization; ${balancers[where]} of the cluster would hold the network, and disks of its volumes stay and cost.`
    : 'What runs in the cluster goes on running, without database and identities.';
}

const balancers = {
  aws: 'load balancers and their network interfaces (EC2, tag kubernetes.io/cluster/NAME)',
  google: 'forwarding rules, network endpoint groups and firewall rules (names that begin with k8s or gke)',
  azure: 'load balancers and public addresses in the node resource group (MC_…)',
} as const;

function endpointIn({ deployment }: StackState): string | undefined {
  const { outputs } = (deployment.resources ?? []).find(({ type }) => type === 'pulumi:pulumi:Stack') ?? {};
  const endpoint = outputs?.['clusterEndpoint'];
  return typeof endpoint === 'string' ? endpoint : undefined;
}

function hostOf(url: string): string {
  return new URL(url.includes('://') ? url : `https://${url}`).host;
}
