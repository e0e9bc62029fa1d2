import { Addon } from '@pulumi/aws/eks/addon.js';
import type * as pulumi from '@pulumi/pulumi';
import type { AwsEnvironment } from '../../environment/schema/environment.ts';
import { tagsOf } from '../../tags.ts';

export interface AddonWishes {
  readonly environment: AwsEnvironment;
  readonly named: (role: string) => string;
  readonly child: (options?: pulumi.CustomResourceOptions) => pulumi.CustomResourceOptions;
  readonly clusterName: pulumi.Input<string>;
}

/**
 * An add-on that EKS keeps. Its version is the one that EKS recommends for the cluster's when it is made; a pinned one
 * would stop the cluster from being upgraded until somebody noticed.
 */
export function makeAddon(
  { environment, named, child, clusterName }: AddonWishes,
  addonName: string,
  more: {
    readonly configuration?: Readonly<Record<string, unknown>>;
    readonly identity?: { readonly serviceAccount: string; readonly roleArn: pulumi.Input<string> };
    readonly after?: readonly pulumi.Resource[];
  } = {},
): Addon {
  const { configuration, identity, after = [] } = more;
  return new Addon(
    named(`addon-${addonName}`),
    {
      clusterName,
      addonName,
      ...(configuration && { configurationValues: JSON.stringify(configuration) }),
      ...(identity && { podIdentityAssociations: [identity] }),
      resolveConflictsOnCreate: 'OVERWRITE',
      resolveConflictsOnUpdate: 'PRESERVE',
      tags: tagsOf(environment),
    },
    child({ dependsOn: [...after] }),
  );
}

/** Without it the NetworkPolicies of the plane would be written and never kept. Source: EKS User Guide, "Limit pod traffic". */
export const networkPluginConfiguration = { enableNetworkPolicy: 'true' } as const;

/** DNS has its pods in different zones, and on the nodes that are not Brainstore's. */
export const dnsConfiguration = {
  topologySpreadConstraints: [
    {
      maxSkew: 1,
      topologyKey: 'topology.kubernetes.io/zone',
      whenUnsatisfiable: 'ScheduleAnyway',
      labelSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
    },
  ],
} as const;
