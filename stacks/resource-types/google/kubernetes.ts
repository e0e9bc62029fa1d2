import { unknownText, type ResourceTypeTable } from '../resource-type.ts';
import { crud, label, provider } from './facts.ts';

export const kubernetesTypes = {
  'gcp:container/cluster:Cluster': {
    name: label('region', 40),
    computed: {
      endpoint: unknownText,
      'masterAuth.clusterCaCertificate': unknownText,
      selfLink: 'https://container.googleapis.com/v1/projects/{account}/locations/{input.location}/clusters/{name}',
    },
    id: 'projects/{account}/locations/{input.location}/clusters/{name}',
    replacedBy: [
      'name',
      'project',
      'location',
      'network',
      'subnetwork',
      'enableAutopilot',
      'networkingMode',
      'datapathProvider',
      'ipAllocationPolicy',
      'privateClusterConfig.masterIpv4CidrBlock',
      'clusterAutoscaling.autoProvisioningDefaults.bootDiskKmsKey',
      'defaultMaxPodsPerNode',
      'initialNodeCount',
      'nodeConfig',
    ],
    holdsData: true,
    holds: 'what the cluster knows: the declared organization, and the pods that serve the plane',
    tags: 'labels',
    deployer: [...crud('container.clusters'), 'container.operations.get', 'iam.serviceAccounts.actAs'],
    source: provider('container_cluster'),
  },
  'gcp:container/nodePool:NodePool': {
    name: label('parent', 40),
    computed: {},
    id: 'projects/{account}/locations/{input.location}/clusters/{input.cluster}/nodePools/{name}',
    replacedBy: [
      'name',
      'project',
      'location',
      'cluster',
      'initialNodeCount',
      'maxPodsPerNode',
      'nodeConfig.bootDiskKmsKey',
      'nodeConfig.ephemeralStorageLocalSsdConfig',
      'nodeConfig.metadata',
      'nodeConfig.oauthScopes',
      'nodeConfig.serviceAccount',
      'nodeConfig.shieldedInstanceConfig',
    ],
    holdsData: false,
    // Its machines carry them, by nodeConfig.resourceLabels; the pool itself has none.
    tags: 'none',
    deployer: ['container.clusters.get', 'container.clusters.update', 'container.operations.get'],
    source: provider('container_node_pool'),
  },
} as const satisfies ResourceTypeTable;
