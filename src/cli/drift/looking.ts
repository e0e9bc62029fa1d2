import type { KubeClient } from '../../kube/client.ts';
import type { ClusterConnection } from '../../kube/cluster-connection.ts';
import { managedFieldsOf, type ManagedFieldsEntry } from '../../kube/managed-fields.ts';
import { keyOf } from '../../kube/object-key.ts';
import type { KubeObject, ResourceType } from '../../kube/objects.ts';
import { kubeClient } from '../../kube/kube-client.ts';
import type { Connection, NamespaceInfo } from '../../organization/context.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Transport } from '../../runtime/transport.ts';
import { httpWays } from '../admin-api.ts';
import { hashKeyOf, namespacesOf, readOnly } from '../diff/looking.ts';
import type { Io } from '../io.ts';
import { takeSnapshot, type Snapshot } from '../snapshot.ts';

/** Reads who set which field of an object. */
export type Managers = (
  type: ResourceType,
  object: KubeObject,
  signal: AbortSignal,
) => Promise<readonly ManagedFieldsEntry[]>;

/** What is needed to look at a cluster and at the organizations that are governed from it. */
export interface Looking {
  /** Sends dry runs too. */
  readonly kube: KubeClient;
  /** Sends nothing but reads. */
  readonly readingKube: KubeClient;
  readonly managers: Managers;
  readonly clock: Clock;
  readonly ownNamespace: string;
  readonly hashKey: Awaited<ReturnType<typeof hashKeyOf>>;
  readonly snapshot: Snapshot;
  readonly namespaces: readonly NamespaceInfo[];
  readonly transportFor: (connection: Connection) => Transport;
}

export async function lookInto(
  { transport }: ClusterConnection,
  { ownNamespace, clock }: { readonly ownNamespace: string; readonly clock: Clock },
  io: Io,
): Promise<Looking> {
  const kube = kubeClient(withoutWrites(transport));
  const readingKube = kubeClient(readOnly(transport));
  const ways = httpWays(clock, io.env);
  return {
    kube,
    readingKube,
    managers: managersOver(readOnly(transport)),
    clock,
    ownNamespace,
    hashKey: await hashKeyOf(readingKube, ownNamespace, io.signal),
    snapshot: await takeSnapshot(readingKube, clock, undefined, io.signal),
    namespaces: await namespacesOf(readingKube, clock, io.signal),
    transportFor: (to) => readOnly(ways.api(to)),
  };
}

export function managersOver(transport: Transport): Managers {
  return (type, object, signal) => managedFieldsOf(transport, type, keyOf(object), signal);
}

/** Reads and dry runs, and nothing else. */
function withoutWrites(transport: Transport): Transport {
  const reading = readOnly(transport);
  return (request, signal) => {
    const { method, query = {} } = request;
    return (method === 'PATCH' && query['dryRun'] === 'All' ? transport : reading)(request, signal);
  };
}
