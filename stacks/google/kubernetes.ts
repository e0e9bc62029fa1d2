import { Cluster } from '@pulumi/gcp/container/cluster.js';
import { NodePool } from '@pulumi/gcp/container/nodePool.js';
import * as pulumi from '@pulumi/pulumi';
import { clusterArgs, type ClusterParts } from './cluster-args.ts';
import { GoogleConcern, type GoogleContext } from './concern.ts';
import { nodePoolArgs, poolRoles } from './node-pools.ts';
import type { ClusterReference } from './references.ts';

export interface KubernetesNeeds extends Omit<ClusterParts, 'name' | 'labels' | 'mayGo'> {
  readonly after: readonly pulumi.Resource[];
}

/** The GKE cluster, or the one that was brought. */
export class Kubernetes extends GoogleConcern implements ClusterReference {
  readonly name: ClusterReference['name'];
  readonly endpoint?: pulumi.Output<string>;
  readonly certificateAuthority?: pulumi.Output<string>;
  readonly mode: ClusterReference['mode'];
  readonly machineFamily?: string;
  readonly resources: readonly pulumi.Resource[];

  constructor(context: GoogleContext, needs: KubernetesNeeds) {
    super('kubernetes', context, ['container', 'compute', 'iam', 'logging', 'monitoring']);
    const { kubernetes } = this.environment.spec;
    if (kubernetes.type === 'Existing') {
      this.name = kubernetes.name;
      this.mode = kubernetes.mode;
      this.resources = [];
    } else {
      this.mode = kubernetes.type;
      if (kubernetes.type === 'Autopilot') this.machineFamily = kubernetes.machineFamily;
      const cluster = this.#cluster(needs);
      if (kubernetes.type === 'Standard') this.#pools(cluster, kubernetes, needs);
      this.name = cluster.name;
      this.endpoint = pulumi.interpolate`https://${cluster.endpoint}`;
      this.certificateAuthority = cluster.masterAuth.clusterCaCertificate;
      this.resources = [cluster];
    }
    this.registerOutputs();
  }

  #cluster(needs: KubernetesNeeds): Cluster {
    const { kubernetes } = this.environment.spec;
    const name = this.nameOf('gcp:container/cluster:Cluster', 'plane');
    const standard = kubernetes.type === 'Standard';
    return new Cluster(
      this.named('cluster'),
      clusterArgs(this.environment, { ...needs, name, labels: this.labels, mayGo: this.clusterMayGo }),
      this.keeps(
        {
          protect: !this.clusterMayGo,
          deleteBeforeReplace: true,
          // The first pool is made and taken away again; what the cluster says of it afterwards is of other pools.
          ...(standard && { ignoreChanges: ['nodeConfig', 'initialNodeCount'] }),
          customTimeouts: { create: '60m', update: '120m', delete: '60m' },
        },
        needs.after,
      ),
    );
  }

  #pools(
    cluster: Cluster,
    pools: Extract<GoogleContext['environment']['spec']['kubernetes'], { type: 'Standard' }>,
    needs: KubernetesNeeds,
  ): void {
    for (const role of poolRoles) {
      const name = this.nameOf('gcp:container/nodePool:NodePool', role);
      new NodePool(
        this.named(role),
        {
          ...nodePoolArgs(role, pools[role], { ...needs, name, labels: this.labels }),
          project: this.project,
          location: this.region,
          nodeLocations: [...this.environment.spec.cloud.zones],
          cluster: cluster.name,
        },
        // The autoscaler moves the number of nodes from then on.
        this.child({ ignoreChanges: ['initialNodeCount'], customTimeouts: { create: '60m', update: '240m' } }),
      );
    }
  }
}
