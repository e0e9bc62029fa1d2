import { isCluster } from '../../../stacks/engine/cluster.ts';
import type { StackState } from '../../../stacks/engine/state.ts';
import type { Environment } from '../../../stacks/environment/schema/environment.ts';
import type { ClusterConnection } from '../../kube/cluster-connection.ts';
import { PlanewrightError, sentencesOf } from '../../runtime/errors.ts';
import { outputsIn } from '../backup/subjects.ts';
import type { ClusterOptions } from '../cluster.ts';
import { connectTo } from '../environment-cluster/connection.ts';
import type { Io } from '../io.ts';
import { paragraph } from '../ui/style.ts';
import type { ClusterScope } from './release-cluster.ts';

interface LeaveOptions extends ClusterOptions {
  readonly withoutCluster?: true;
}

/** Connects to the cluster of an environment; undefined where it cannot be reached, or nobody says which one it is. */
export type ClusterConnector = (
  environment: Environment,
  state: StackState,
  options: LeaveOptions,
  io: Io,
) => Promise<ClusterConnection | undefined>;

/**
 * What a cluster must let go of; undefined where there is none: in BYOC it is the vendor's, and one that the environment
 * made may be gone since an earlier run.
 */
export function clusterScope({ spec }: Environment, { deployment }: StackState): ClusterScope | undefined {
  if (spec.mode !== 'SelfHosted') return undefined;
  const goes = spec.kubernetes.type === 'New';
  if (goes && !(deployment.resources ?? []).some(({ type }) => isCluster(type))) return undefined;
  return { goes, namespaces: [...new Set([spec.plane.namespace, spec.organization.namespace])] };
}

/**
 * The cluster that the options name, or that the environment made. One that was brought is named by an option alone: not even
 * KUBECONFIG says that namespaces may be deleted in it.
 */
export async function connectToLeave(
  environment: Environment,
  state: StackState,
  options: LeaveOptions,
  io: Io,
): Promise<ClusterConnection | undefined> {
  const named = options.kubeconfig !== undefined || options.context !== undefined;
  if (named) return connectTo(environment, outputsIn(state), options, io);
  if (options.withoutCluster === true || clusterScope(environment, state)?.goes !== true) return undefined;
  try {
    return await connectTo(environment, outputsIn(state), options, io);
  } catch (error) {
    if (!(error instanceof PlanewrightError)) throw error;
    // Whether to go on without it is a person's to say, as where there is none.
    io.err(paragraph(sentencesOf(error), io));
    return undefined;
  }
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
