import type { AdminClient } from '../braintrust/client.ts';
import type { OrganizationMirror } from '../braintrust/mirror.ts';
import type { KubeClient } from '../kube/client.ts';
import type { ObjectKey } from '../kube/objects.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import type { Randomness } from '../runtime/randomness.ts';
import type { SecretValue } from '../runtime/secret-value.ts';
import type { Transport } from '../runtime/transport.ts';
import type { Claimants } from './claims.ts';
import type { OrganizationKind, OrganizationResource, ResourceOf } from './kinds.ts';

/** How to reach an admin API. */
export interface Connection {
  readonly apiUrl: string;
  /** PEM certificates to trust besides the public ones. */
  readonly caBundle?: string;
}

export interface NamespaceInfo {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly terminating: boolean;
}

/** What the process has listed of the cluster already: reading it costs no call. */
export interface Lists {
  /** All resources of a kind. */
  peers<K extends OrganizationKind>(kind: K): readonly ResourceOf[K][];
  /** One of them, where it can be had without going through all. Left out: `peers` are searched. */
  one?<K extends OrganizationKind>(kind: K, key: ObjectKey): ResourceOf[K] | undefined;
  /** Who claims the same, of all kinds that live in an organization. */
  readonly claimants: Claimants;
  namespaces(): readonly NamespaceInfo[];
  /**
   * What is known of a Secret whose namespace is watched by metadata; undefined where it is not known. A Secret whose
   * version is known is read again only when that changes.
   */
  secretVersion?(key: ObjectKey): SecretVersion | undefined;
}

type SecretVersion = { readonly state: 'present'; readonly resourceVersion: string } | { readonly state: 'absent' };

interface Events {
  record(about: OrganizationResource, type: 'Normal' | 'Warning', reason: string, message: string): void;
}

export interface EngineOptions {
  readonly kube: KubeClient;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly log: Log;
  readonly transportFor: (connection: Connection) => Transport;
  /** Made once per installation: the key of every secret's hash. */
  readonly hashKey: SecretValue;
  readonly lists: Lists;
  /** `observe` decides and reports but changes nothing outside of status. */
  readonly mode: 'act' | 'observe';
  readonly events: Events;
  /**
   * Whether to hold an Organization's token in a namespace that is deleted. Default true. False where the right to
   * Secrets is a RoleBinding of that namespace: it is deleted together with them, and a held Secret would stay for ever.
   */
  readonly holdTokens?: boolean;
}

/** A bound organization: the way to its API and what is known of it. Shared by everything that refers to it. */
export interface Session {
  readonly client: AdminClient;
  readonly mirror: OrganizationMirror;
  readonly organization: { readonly id: string; readonly name: string };
}
