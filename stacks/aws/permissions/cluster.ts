import type { Principal } from '../../permissions/grant.ts';

/** Who EKS itself acts as. AWS requires these policies by name. Source: EKS User Guide, "Amazon EKS cluster IAM role". */
export const clusterPrincipal: Principal = {
  principal: 'cluster',
  description: 'The control plane of the cluster',
  trusts: ['eks.amazonaws.com, for this account'],
  grants: [],
  managed: [
    {
      name: 'AmazonEKSClusterPolicy',
      neededBy: 'cluster',
      why: 'makes network interfaces for the control plane; AWS requires it of every cluster',
    },
  ],
};

/**
 * The nodes. What pods need of the cloud comes to them by identities of their own, so nodes may join, find out who their
 * pods are, and pull images: no more. Source: EKS User Guide, "Amazon EKS node IAM role".
 */
export const nodesPrincipal: Principal = {
  principal: 'nodes',
  description: 'The nodes of the cluster',
  trusts: ['ec2.amazonaws.com'],
  grants: [],
  managed: [
    {
      name: 'AmazonEKSWorkerNodePolicy',
      neededBy: 'nodes',
      why: 'joins the cluster and hands pods their identities; AWS requires it of every node',
    },
    {
      name: 'AmazonEC2ContainerRegistryPullOnly',
      neededBy: 'nodes',
      why: 'pulls the images of the add-ons, and of a mirror in ECR where there is one',
    },
  ],
};

/** The network plugin, apart from the nodes. Source: EKS User Guide, "Configure Amazon VPC CNI plugin to use IRSA". */
export const networkPluginPrincipal: Principal = {
  principal: 'network-plugin',
  description: 'The VPC network plugin of the cluster',
  trusts: ['pods with the service account aws-node in kube-system'],
  grants: [],
  managed: [
    {
      name: 'AmazonEKS_CNI_Policy',
      neededBy: 'network-plugin',
      why: 'gives each pod an address of the VPC; AWS keeps the list of calls that its plugin makes',
    },
  ],
};

/** Cluster Autoscaler: the node groups of this cluster, by the tag that EKS puts on them. */
export function autoscalerPrincipal(cluster: string): Principal {
  return {
    principal: 'autoscaler',
    description: 'Cluster Autoscaler',
    trusts: ['pods with the service account cluster-autoscaler in kube-system'],
    grants: [
      {
        id: 'Look',
        allows: [
          'autoscaling:DescribeAutoScalingGroups',
          'autoscaling:DescribeAutoScalingInstances',
          'autoscaling:DescribeLaunchConfigurations',
          'autoscaling:DescribeScalingActivities',
          'autoscaling:DescribeTags',
          'ec2:DescribeImages',
          'ec2:DescribeInstanceTypes',
          'ec2:DescribeLaunchTemplateVersions',
          'ec2:GetInstanceTypesFromInstanceRequirements',
        ],
        on: ['*'],
        neededBy: 'autoscaler',
        why: 'sees which nodes there are and could be',
        everywhere: 'these actions know no resources; they read only',
      },
      {
        id: 'Groups',
        allows: ['eks:DescribeNodegroup'],
        on: [cluster.replace(':cluster/', ':nodegroup/') + '/*'],
        neededBy: 'autoscaler',
        why: 'learns labels and taints of a group that has no node yet',
      },
      {
        id: 'Scale',
        allows: ['autoscaling:SetDesiredCapacity', 'autoscaling:TerminateInstanceInAutoScalingGroup'],
        on: ['*'],
        onlyIf: {
          StringEquals: { [`aws:ResourceTag/k8s.io/cluster-autoscaler/${cluster.split('/').at(-1) ?? ''}`]: 'owned' },
        },
        neededBy: 'autoscaler',
        why: 'adds a node for a pod that waits, and takes away one that is idle',
        everywhere: 'EKS makes up the names of the groups; the tag that it puts on those of this cluster limits it',
      },
    ],
  };
}
