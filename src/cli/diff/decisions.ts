import type { DataPlane, KindName } from '../../api/index.ts';
import { createDataPlaneEngine } from '../../dataplane/engine.ts';
import { unknown } from '../../dataplane/observation.ts';
import { describeChange } from '../../dataplane/rollout/changes.ts';
import type { KubeClient } from '../../kube/client.ts';
import type { KubeObject } from '../../kube/objects.ts';
import { claimantsAmong } from '../../organization/claims.ts';
import type { Connection, Lists, NamespaceInfo } from '../../organization/context.ts';
import { createOrganizationEngine } from '../../organization/engine.ts';
import { sentenceOfChange } from '../../organization/events.ts';
import {
  dependantKinds,
  type Dependant,
  type OrganizationKind,
  type OrganizationResource,
  type ResourceOf,
} from '../../organization/kinds.ts';
import type { Clock } from '../../runtime/clock.ts';
import { silentLog } from '../../runtime/log.ts';
import { systemRandomness } from '../../runtime/randomness.ts';
import type { SecretValue } from '../../runtime/secret-value.ts';
import type { Transport } from '../../runtime/transport.ts';
import type { Snapshot } from '../snapshot.ts';

/** What would be done about one resource, ready to print. No secret value can be in it: changes carry none. */
export interface Decided {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly changes: readonly { readonly operation: string; readonly reason: string; readonly sentence: string }[];
  /** Why nothing is done though something may be due. */
  readonly blocked?: { readonly reason: string; readonly message: string };
  readonly drift: readonly {
    readonly field: string;
    readonly desired?: string | undefined;
    readonly observed?: string | undefined;
    /** Who changed it, where the vendor's API says so. */
    readonly by?: string | undefined;
  }[];
}

export interface Deciding {
  readonly kube: KubeClient;
  readonly clock: Clock;
  readonly hashKey: SecretValue;
  readonly snapshot: Snapshot;
  readonly namespaces: readonly NamespaceInfo[];
  readonly transportFor: (connection: Connection) => Transport;
}

/** Decides about every given resource with the engines of the operator, which only look. */
export async function decideAll(
  deciding: Deciding,
  resources: readonly KubeObject[],
  signal: AbortSignal,
): Promise<readonly Decided[]> {
  const common = {
    kube: deciding.kube,
    clock: deciding.clock,
    randomness: systemRandomness,
    log: silentLog,
    hashKey: deciding.hashKey,
    mode: 'act',
    events: { record: () => undefined },
  } as const;
  const peers = <K extends OrganizationKind>(kind: K) =>
    (deciding.snapshot.get(kind) ?? []) as readonly unknown[] as readonly ResourceOf[K][];
  const lists: Lists = {
    peers,
    claimants: claimantsAmong(dependantKinds.flatMap((kind): readonly Dependant[] => peers(kind))),
    namespaces: () => deciding.namespaces,
  };
  const organizations = createOrganizationEngine({ ...common, lists, transportFor: deciding.transportFor });
  const notAsked = unknown('diff does not ask planes');
  const probe = () => Promise.resolve({ version: notAsked, query: notAsked });
  const dataPlanes = createDataPlaneEngine({ ...common, probe });
  const decided: Decided[] = [];
  for (const resource of resources) {
    const { kind, metadata } = resource;
    const identity = { kind, namespace: metadata.namespace ?? '', name: metadata.name };
    if (kind === ('DataPlane' satisfies KindName)) {
      const changes = await dataPlanes.plan(resource as DataPlane, signal);
      const printed = changes.map((change) => ({
        operation: change.action,
        reason: change.reason,
        sentence: describeChange(change),
      }));
      decided.push({ ...identity, changes: printed, drift: [] });
      continue;
    }
    const ours = resource as OrganizationResource;
    const { changes, verdict, drift } = await organizations.plan(ours.kind, ours, signal);
    decided.push({
      ...identity,
      changes: changes.map((change) => ({
        operation: change.operation,
        reason: change.reason,
        sentence: sentenceOfChange(change),
      })),
      drift,
      ...(verdict.state === 'ready' || verdict.state === 'observing' || verdict.state === 'paused'
        ? {}
        : { blocked: { reason: verdict.reason, message: verdict.message } }),
    });
  }
  return decided;
}
