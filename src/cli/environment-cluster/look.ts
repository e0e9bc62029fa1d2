import { installObjects } from '../../install/objects.ts';
import type { ClusterConnection } from '../../kube/cluster-connection.ts';
import type { ClusterObject } from '../../../stacks/cluster/object.ts';
import type { Environment } from '../../../stacks/environment/schema/environment.ts';
import type { Plan } from '../../../stacks/planned.ts';
import { isSelfHosted } from '../../../stacks/cluster/objects.ts';
import { PlanewrightError } from '../../runtime/errors.ts';
import type { GoOnOptions } from '../go-on-options.ts';
import type { Io } from '../io.ts';
import { compareCluster, type ClusterChanges } from './changes.ts';
import { connectTo, isNamed, notNamed } from './connection.ts';
import { handedOver } from './outputs.ts';
import { clusterPart } from './part.ts';

/** What is known of the cluster part before anything is done. */
export type Looked =
  /** The command ends with the cloud. */
  | { readonly kind: 'left'; readonly why: string }
  /** The cluster, or what it is given, is not known yet. */
  | {
      readonly kind: 'unseen';
      readonly why: string;
      readonly operator: number;
      readonly objects: readonly ClusterObject[];
    }
  | { readonly kind: 'seen'; readonly server: string; readonly changes: ClusterChanges };

/** Why `up` ends with the cloud; undefined where it goes on into the cluster. */
export function whyLeft(environment: Environment, options: GoOnOptions, io: Pick<Io, 'env'>): string | undefined {
  if (options.skipCluster === true)
    return 'as --skip-cluster says; from where it can be reached: planewright install ENV';
  if (isSelfHosted(environment)) return undefined;
  if (!environment.spec.organization.governed) return 'nothing of this environment stands in a cluster of yours';
  return isNamed(environment, options, io)
    ? undefined
    : 'no cluster is named that governs the organization: planewright install ENV --kubeconfig FILE';
}

/**
 * Looks into the cluster as far as there is one. What comes of the outputs of now may come out otherwise after the cloud.
 * @param outputs Of the state; undefined where there are none yet.
 */
export async function look(
  environment: Environment,
  {
    plan,
    outputs,
    isChanging,
  }: { plan: Plan; outputs: Readonly<Record<string, unknown>> | undefined; isChanging: boolean },
  options: GoOnOptions,
  io: Io,
): Promise<Looked> {
  const why = whyLeft(environment, options, io);
  if (why !== undefined) return { kind: 'left', why };
  const unseen = (because: string): Looked => {
    const { set, installation } = clusterPart(environment, handedOver(environment, plan.outputs), options);
    const objects = set.objects as unknown as readonly ClusterObject[];
    return { kind: 'unseen', why: because, operator: installObjects(installation).length, objects };
  };
  if (isSelfHosted(environment) && outputs === undefined)
    return unseen('it cannot be looked into before the cloud is done');
  if (isSelfHosted(environment) && !isNamed(environment, options, io))
    return unseen('no cluster is named: --kubeconfig or --context does');
  if (isChanging && !fits(environment, outputs)) return unseen('what it is given is known when the cloud is done');
  const part = clusterPart(environment, handedOver(environment, outputs), options);
  const connection = await connectTo(environment, part.outputs, options, io);
  return looking(connection, async () => {
    const { changes } = await compareCluster(connection, part, io.signal);
    return { kind: 'seen', server: connection.server, changes };
  });
}

/** @throws PlanewrightError InvalidArgument where nobody could know which cluster is meant. */
export function refuseUnnamed(environment: Environment, options: GoOnOptions, io: Pick<Io, 'env'>): void {
  if (whyLeft(environment, options, io) !== undefined || isNamed(environment, options, io)) return;
  const { message, code, next } = notNamed(environment);
  throw new PlanewrightError(code, message, { next: `${next} For the cloud alone: --skip-cluster.` });
}

async function looking<T>(connection: ClusterConnection, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    connection.close();
  }
}

function fits(environment: Environment, outputs: Readonly<Record<string, unknown>> | undefined): boolean {
  try {
    handedOver(environment, outputs);
    return true;
  } catch {
    // Outputs of an older version: the update that comes replaces them.
    return false;
  }
}
