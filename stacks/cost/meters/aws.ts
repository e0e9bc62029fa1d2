import { listAt, names, numberAt, textAt, valueAt } from '../../inputs.ts';
import type { PlannedResource } from '../../planned.ts';
import { hourly, monthly, stored, type Meters } from '../meter.ts';

/** GiB of disk that a launch template gives each node. */
function diskOf(template: PlannedResource | undefined): number {
  const disks = listAt(template?.inputs, 'blockDeviceMappings');
  return disks.reduce<number>((sum, disk) => sum + Number(textAt(disk, 'ebs.volumeSize') || 0), 0);
}

export const awsMeters: Meters = {
  'aws:eks/cluster:Cluster': () => [hourly('aws/eks/cluster')],
  'aws:eks/nodeGroup:NodeGroup': (group, { plan }) => {
    const [min, max] = [
      numberAt(group.inputs, 'scalingConfig.minSize') ?? 0,
      numberAt(group.inputs, 'scalingConfig.maxSize') ?? 0,
    ];
    const template = plan.resources.find(
      (other) =>
        other.type === 'aws:ec2/launchTemplate:LaunchTemplate' &&
        (names(valueAt(group.inputs, 'launchTemplate.id'), other) ||
          names(valueAt(group.inputs, 'launchTemplate.name'), other)),
    );
    const disk = diskOf(template);
    return [
      hourly(`aws/ec2/${textAt(group.inputs, 'instanceTypes.0')}`, min, max),
      ...(disk > 0 ? [stored('aws/ebs/gp3', disk * min, disk * max)] : []),
    ];
  },
  'aws:ec2/natGateway:NatGateway': () => [hourly('aws/nat-gateway')],
  'aws:ec2/eip:Eip': () => [hourly('aws/public-ipv4')],
  'aws:ec2/vpcEndpoint:VpcEndpoint': ({ inputs }) =>
    inputs['vpcEndpointType'] === 'Interface'
      ? [hourly('aws/vpc-endpoint', Math.max(1, listAt(inputs, 'subnetIds').length))]
      : [],
  'aws:rds/instance:Instance': ({ inputs }) => {
    const copies = inputs['multiAz'] === true ? 2 : 1;
    const disk = (numberAt(inputs, 'allocatedStorage') ?? 0) * copies;
    const most = (numberAt(inputs, 'maxAllocatedStorage') ?? 0) * copies;
    return [hourly(`aws/rds/postgres/${textAt(inputs, 'instanceClass')}`, copies), stored('aws/rds/gp3', disk, most)];
  },
  'aws:elasticache/replicationGroup:ReplicationGroup': ({ inputs }) => [
    hourly(`aws/elasticache/${textAt(inputs, 'nodeType')}`, numberAt(inputs, 'numCacheClusters') ?? 1),
  ],
  'aws:lb/loadBalancer:LoadBalancer': ({ inputs }) => [
    hourly(inputs['loadBalancerType'] === 'network' ? 'aws/nlb' : 'aws/alb'),
  ],
  'aws:kms/key:Key': () => [monthly('aws/kms/key')],
  'aws:kms/replicaKey:ReplicaKey': () => [monthly('aws/kms/key')],
  'aws:secretsmanager/secret:Secret': () => [monthly('aws/secretsmanager/secret')],
  'aws:cloudwatch/metricAlarm:MetricAlarm': () => [monthly('aws/cloudwatch/alarm')],
};
