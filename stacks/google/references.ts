import type * as pulumi from '@pulumi/pulumi';

/** What concerns hand to each other, whether it was made here or brought. */
export interface NetworkReference {
  /** Self link or `projects/…/global/networks/…`. */
  readonly network: pulumi.Input<string>;
  readonly subnetwork: pulumi.Input<string>;
  readonly podsRange: string;
  readonly servicesRange: string;
  /** To wait for before anything takes a private address of Google's services; nothing in a brought network. */
  readonly privateServices: readonly pulumi.Resource[];
  /** Network of the proxies of a private entry; undefined in a brought network, which has its own. */
  readonly proxies?: pulumi.Resource;
}

export interface KeyReference {
  /** `projects/…/cryptoKeys/…`, in the region of the environment. */
  readonly key: pulumi.Input<string>;
  /** The same in the region of the copies, where there are some. */
  readonly backupKey?: pulumi.Input<string>;
  /** That Google's service agents may use the keys: to wait for before anything is encrypted with them. */
  readonly granted: readonly pulumi.Resource[];
}

export interface ClusterReference {
  readonly name: pulumi.Input<string>;
  readonly endpoint?: pulumi.Output<string>;
  readonly certificateAuthority?: pulumi.Output<string>;
  readonly mode: 'Autopilot' | 'Standard';
  readonly machineFamily?: string;
  /** The cluster whose identities may be trusted; nothing where it was brought. */
  readonly resources: readonly pulumi.Resource[];
}
