import type * as pulumi from '@pulumi/pulumi';

/** What concerns hand to each other, whether it was made here or brought. */
export interface NetworkReference {
  readonly id: pulumi.Input<string>;
  /** Subnet of the nodes of each zone; the same one for all where the network was brought. */
  readonly nodes: Readonly<Record<string, SubnetReference>>;
  /** Private endpoints. */
  readonly endpoints: SubnetReference;
  /** The application gateway alone. */
  readonly entry: SubnetReference;
  readonly balancer: SubnetReference;
  /** Fixed address of a private entry. */
  readonly entryAddress: string | undefined;
  /** Fixed address of the load balancer in front of the API. */
  readonly balancerAddress: string;
  /** Private DNS zones by what they are for. */
  readonly zones: Readonly<Partial<Record<PrivateZoneKind, pulumi.Input<string>>>>;
  /** How nodes reach the internet, in the words of AKS. */
  readonly outbound: 'userAssignedNATGateway' | 'userDefinedRouting';
}

export interface SubnetReference {
  readonly id: pulumi.Input<string>;
  readonly name: string;
}

export type PrivateZoneKind = 'postgres' | 'redis' | 'blob' | 'vault';

export interface VaultReference {
  readonly id: pulumi.Input<string>;
  readonly name: pulumi.Input<string>;
  /** The same name, for URLs that are written down beforehand. */
  readonly plainName: string;
  readonly group: pulumi.Input<string>;
}

export type KeyUse = 'storage' | 'postgres' | 'redis' | 'disks';

export interface KeyReference {
  readonly name: pulumi.Input<string>;
  /** Without version: whoever uses it follows its rotation. */
  readonly uri: pulumi.Input<string>;
  readonly versionedUri: pulumi.Input<string>;
}

export interface EncryptionReference {
  readonly vault: VaultReference;
  /** A key for each kind of data that is made here. */
  readonly keys: Readonly<Partial<Record<KeyUse, KeyReference>>>;
  /** Identity that storage, database and cache take to open their keys. */
  readonly identityId: pulumi.Input<string>;
  /** For a cluster that is made here. */
  readonly diskEncryptionSetId: pulumi.Input<string> | undefined;
  /** Rights that must exist before a key is used. */
  readonly granted: readonly pulumi.Resource[];
}

export interface ClusterReference {
  readonly name: pulumi.Input<string>;
  /** Undefined where the cluster was brought: its logs are not ours to set. */
  readonly id: pulumi.Input<string> | undefined;
  readonly oidcIssuerUrl: pulumi.Input<string>;
  readonly endpoint: pulumi.Input<string>;
}

export interface StorageReference {
  readonly accountId: pulumi.Input<string>;
  readonly accountName: string;
  readonly containers: Readonly<Record<ContainerRole, ContainerReference>>;
}

export type ContainerRole = 'brainstore' | 'responses' | 'codeBundles';

export interface ContainerReference {
  readonly name: string;
  readonly id: pulumi.Input<string>;
}
