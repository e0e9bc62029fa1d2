import type { DataPlaneStatus, Organization } from '../../api/index.ts';
import type { KubeObject } from '../../kube/objects.ts';
import type { Component } from '../contract/components.ts';
import type { Observation } from '../observation.ts';
import type { SourceTrouble } from '../secrets/source-report.ts';
import type { PlaneKind } from '../workloads/kinds.ts';

/** An object in the plane's namespace that is of the plane, or has a name that the plane wants. */
export interface LiveObject extends KubeObject {
  readonly kind: PlaneKind;
  readonly status?: DeploymentStatus;
  readonly spec?: unknown;
}

/** What a Deployment says of itself, as far as we ask. */
export interface DeploymentStatus {
  readonly observedGeneration?: number;
  readonly replicas?: number;
  readonly updatedReplicas?: number;
  readonly availableReplicas?: number;
  readonly conditions?: readonly { readonly type: string; readonly status: string; readonly reason?: string }[];
}

/** A pod of the plane that has not ended. */
export interface LivePod {
  readonly name: string;
  /** Value of its `app` label. */
  readonly app: string;
  /** Image of its one container of the contract. */
  readonly image: string;
  readonly terminating: boolean;
  /** Why it does not get on, where the kubelet or the scheduler says: `ImagePullBackOff`, `Unschedulable`. */
  readonly trouble?: string;
}

export interface LiveCluster {
  readonly objects: readonly LiveObject[];
  readonly pods: readonly LivePod[];
  /** Name of the oldest other DataPlane of the namespace that was there before this one. */
  readonly olderPlane?: string;
}

/** What reading the secrets gave; hashes only, so that a decision can be printed. */
export type SecretsObserved =
  | {
      readonly state: 'composed';
      /** Keyed hash of all values together. */
      readonly hash: string;
      readonly componentHashes: Readonly<Record<Component, string>>;
      readonly functionSecretKeyHash: string;
      /** The Secret that is in the cluster. */
      readonly live: Observation<LiveSecret>;
      /** Values that may not be what the cloud's store holds by now; left out where there are none. */
      readonly behind?: readonly ValueBehind[];
    }
  /** All is there but the function secret key, which nobody gave and which is nowhere to be found. */
  | { readonly state: 'functionSecretKeyAbsent' }
  | { readonly state: 'incomplete'; readonly problems: readonly string[] }
  | { readonly state: 'unknown'; readonly reason: string };

interface ValueBehind {
  readonly place: string;
  readonly trouble: SourceTrouble;
}

export interface LiveSecret {
  /** Keyed hash of the keys that we compose. */
  readonly hash: string;
  /** Keyed hash of the function secret key in it, if it has one. */
  readonly functionSecretKeyHash?: string;
  /** Whether it is this plane's. */
  readonly ours: boolean;
}

/** What the plane itself answers; asked only once it should be able to. */
export interface PlaneAnswers {
  /** Version that the API says it is. */
  readonly version: Observation<string>;
  /** Whether a query through API and Brainstore works; a failure is a sentence. */
  readonly query: Observation<{ readonly works: true } | { readonly works: false; readonly sentence: string }>;
}

/** The world as one pass saw it. Plain data: it can be printed, stored and replayed. */
export interface ObservedPlane {
  readonly status: DataPlaneStatus | undefined;
  readonly cluster: Observation<LiveCluster>;
  readonly secrets: SecretsObserved;
  /** The Organization of `organizationRef`; provenAbsent where there is none, or none is named. */
  readonly organization: Observation<Pick<Organization, 'status'>>;
  /** Hash of the custom CA bundle; asked for only where the spec names one. */
  readonly customCa: Observation<string>;
  readonly answers: PlaneAnswers;
}
