import { LogGroup } from '@pulumi/aws/cloudwatch/logGroup.js';
import { AccessEntry } from '@pulumi/aws/eks/accessEntry.js';
import { AccessPolicyAssociation } from '@pulumi/aws/eks/accessPolicyAssociation.js';
import { Cluster } from '@pulumi/aws/eks/cluster.js';
import { PodIdentityAssociation } from '@pulumi/aws/eks/podIdentityAssociation.js';
import * as pulumi from '@pulumi/pulumi';
import { Concern } from '../component.ts';
import type { AwsEnvironment } from '../environment/schema/environment.ts';
import { overlaps } from '../network/subnets.ts';
import { tagsOf } from '../tags.ts';
import { partitionOf } from './arn.ts';
import { dnsConfiguration, makeAddon, networkPluginConfiguration } from './kubernetes/addons.ts';
import { autoscalerAccount, autoscalerObjects } from './kubernetes/autoscaler.ts';
import { makeNodeGroup } from './kubernetes/node-groups.ts';
import { poolsOf } from './kubernetes/pools.ts';
import {
  autoscalerPrincipal,
  clusterPrincipal,
  networkPluginPrincipal,
  nodesPrincipal,
} from './permissions/cluster.ts';
import type { ClusterReference, KeyReference, NetworkReference } from './references.ts';
import { makeRole } from './role.ts';
import { serviceTrust } from './statement.ts';
import { clusterArnOf, clusterNameOf, trustOfPods } from './trust.ts';

type NewCluster = Extract<AwsEnvironment['spec']['kubernetes'], { type: 'New' }>;

/** The cluster that the plane runs on: made, with nodes that Brainstore can use, or brought. */
export class Kubernetes extends Concern implements ClusterReference {
  readonly name: pulumi.Output<string>;
  readonly nodeSecurityGroupId: pulumi.Input<string>;
  /** Unknown to us where the cluster was brought: whoever uses it knows it. */
  readonly endpoint: pulumi.Output<string> | undefined;
  readonly certificateAuthority: pulumi.Output<string> | undefined;
  /** Auto Scaling groups of the nodes that take traffic for the API. */
  readonly servicesGroups: readonly pulumi.Input<string>[];
  /** Objects that the cluster needs and nobody else applies. */
  readonly objects: readonly Readonly<Record<string, unknown>>[];
  readonly #environment: AwsEnvironment;

  constructor(
    environment: AwsEnvironment,
    references: { readonly network: NetworkReference; readonly key: KeyReference },
    options: pulumi.ComponentResourceOptions = {},
  ) {
    super('aws', 'kubernetes', options);
    this.#environment = environment;
    const { kubernetes } = environment.spec;
    if (kubernetes.type === 'Existing') {
      this.name = pulumi.output(kubernetes.name);
      this.nodeSecurityGroupId = kubernetes.securityGroupId;
      this.servicesGroups =
        kubernetes.loadBalancing.type === 'NodePort' ? kubernetes.loadBalancing.autoscalingGroups : [];
      this.objects = [];
      this.registerOutputs();
      return;
    }
    const cluster = this.#cluster(kubernetes, references);
    this.name = cluster.name;
    this.nodeSecurityGroupId = cluster.vpcConfig.clusterSecurityGroupId;
    this.endpoint = cluster.endpoint;
    this.certificateAuthority = cluster.certificateAuthority.data;
    for (const arn of kubernetes.administratorArns) this.#administrator(arn, cluster);
    const services = this.#nodes(kubernetes, cluster, references);
    this.servicesGroups = [services.resources.apply(([first]) => first?.autoscalingGroups[0]?.name ?? '')];
    this.objects = this.#autoscaler(kubernetes, cluster);
    this.registerOutputs();
  }

  #cluster(kubernetes: NewCluster, { network, key }: { network: NetworkReference; key: KeyReference }): Cluster {
    const environment = this.#environment;
    const name = clusterNameOf(environment);
    const { role, rights } = makeRole(
      {
        environment,
        logical: this.named('role'),
        principal: clusterPrincipal,
        trust: serviceTrust('eks.amazonaws.com', environment.spec.cloud.accountId),
      },
      this.child(),
    );
    // Made before EKS makes it: then it is encrypted and forgets.
    const logs = new LogGroup(
      this.named('logs'),
      {
        name: `/aws/eks/${name}/cluster`,
        retentionInDays: kubernetes.logDays,
        kmsKeyId: key.arn,
        tags: tagsOf(environment),
      },
      this.child(),
    );
    const { access, authorizedCidrs } = kubernetes.endpoint;
    return new Cluster(
      this.named('cluster'),
      {
        name,
        version: kubernetes.version,
        roleArn: role.arn,
        vpcConfig: {
          subnetIds: [...network.privateSubnetIds],
          endpointPrivateAccess: true,
          endpointPublicAccess: access === 'Public',
          ...(access === 'Public' && authorizedCidrs.length > 0 && { publicAccessCidrs: authorizedCidrs }),
        },
        kubernetesNetworkConfig: {
          ipFamily: 'ipv4',
          serviceIpv4Cidr: overlaps(network.cidr, '172.20.0.0/16') ? '10.100.0.0/16' : '172.20.0.0/16',
        },
        accessConfig: { authenticationMode: 'API', bootstrapClusterCreatorAdminPermissions: true },
        encryptionConfig: { provider: { keyArn: key.arn }, resources: ['secrets'] },
        enabledClusterLogTypes: ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'],
        // The add-ons below are kept by EKS; the copies that it would put there itself are kept by nobody.
        bootstrapSelfManagedAddons: false,
        upgradePolicy: { supportType: 'STANDARD' },
        zonalShiftConfig: { enabled: true },
        deletionProtection: kubernetes.deletionProtection && !this.clusterMayGo,
        tags: tagsOf(environment),
      },
      // A name is taken once: the old cluster goes before a new one comes.
      this.child({ dependsOn: [...rights, logs], deleteBeforeReplace: true }),
    );
  }

  #administrator(principalArn: string, cluster: Cluster): void {
    // Account, kind and path: two roles of one name in two accounts are two.
    const role = `administrator-${principalArn.split(':').slice(4).join('-').replaceAll('/', '-')}`;
    const entry = new AccessEntry(
      this.named(role),
      { clusterName: cluster.name, principalArn, type: 'STANDARD', tags: tagsOf(this.#environment) },
      this.child(),
    );
    new AccessPolicyAssociation(
      this.named(`${role}-policy`),
      {
        clusterName: cluster.name,
        principalArn: entry.principalArn,
        policyArn: `arn:${partitionOf(this.#environment.spec.cloud.region)}:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy`,
        accessScope: { type: 'cluster' },
      },
      this.child(),
    );
  }

  /** Add-ons that nodes need, nodes, add-ons that need nodes. Answers with the group that runs the API. */
  #nodes(kubernetes: NewCluster, cluster: Cluster, references: { network: NetworkReference; key: KeyReference }) {
    const environment = this.#environment;
    const making = {
      environment,
      named: (role: string) => this.named(role),
      child: (options?: pulumi.CustomResourceOptions) => this.child(options),
      clusterName: cluster.name,
    };
    const nodes = makeRole(
      {
        environment,
        logical: this.named('node-role'),
        principal: nodesPrincipal,
        trust: serviceTrust('ec2.amazonaws.com'),
      },
      this.child(),
    );
    const plugin = makeRole(
      {
        environment,
        logical: this.named('network-plugin-role'),
        principal: networkPluginPrincipal,
        trust: trustOfPods(environment, { namespace: 'kube-system', name: 'aws-node' }),
      },
      this.child(),
    );
    const before = [
      makeAddon(making, 'eks-pod-identity-agent'),
      makeAddon(making, 'kube-proxy'),
      makeAddon(making, 'vpc-cni', {
        configuration: networkPluginConfiguration,
        identity: { serviceAccount: 'aws-node', roleArn: plugin.role.arn },
        after: plugin.rights,
      }),
    ];
    const groups = poolsOf(environment, kubernetes).map((pool) =>
      makeNodeGroup(pool, {
        ...making,
        ...references,
        version: kubernetes.version,
        nodeRoleArn: nodes.role.arn,
        after: [...nodes.rights, ...before],
      }),
    );
    makeAddon(making, 'coredns', { configuration: dnsConfiguration, after: groups });
    const [services] = groups;
    if (services === undefined) throw new TypeError('a cluster has a node group for services');
    return services;
  }

  #autoscaler(kubernetes: NewCluster, cluster: Cluster): readonly Readonly<Record<string, unknown>>[] {
    const environment = this.#environment;
    const { role } = makeRole(
      {
        environment,
        logical: this.named('autoscaler-role'),
        principal: autoscalerPrincipal(clusterArnOf(environment)),
        trust: trustOfPods(environment, autoscalerAccount),
      },
      this.child(),
    );
    new PodIdentityAssociation(
      this.named('autoscaler-association'),
      {
        clusterName: cluster.name,
        namespace: autoscalerAccount.namespace,
        serviceAccount: autoscalerAccount.name,
        roleArn: role.arn,
        tags: tagsOf(environment),
      },
      this.child(),
    );
    return autoscalerObjects({
      clusterName: clusterNameOf(environment),
      region: environment.spec.cloud.region,
      version: kubernetes.version,
    });
  }
}
