import { LaunchTemplate } from '@pulumi/aws/ec2/launchTemplate.js';
import { NodeGroup } from '@pulumi/aws/eks/nodeGroup.js';
import * as pulumi from '@pulumi/pulumi';
import type { AwsEnvironment } from '../../environment/schema/environment.ts';
import { nameOf } from '../../naming/name-of.ts';
import { tagsOf } from '../../tags.ts';
import type { KeyReference, NetworkReference } from '../references.ts';
import type { Pool } from './pools.ts';
import { brainstoreNode, poolLabel } from './pools.ts';
import { brainstoreUserData } from './user-data.ts';

export interface NodeGroupWishes {
  readonly environment: AwsEnvironment;
  readonly named: (role: string) => string;
  readonly child: (options?: pulumi.CustomResourceOptions) => pulumi.CustomResourceOptions;
  readonly clusterName: pulumi.Input<string>;
  readonly version: string;
  readonly nodeRoleArn: pulumi.Input<string>;
  readonly network: NetworkReference;
  readonly key: KeyReference;
  /** What nodes need to become ready: the network plugin, their rights. */
  readonly after: readonly pulumi.Resource[];
}

/** A managed node group and the template of its nodes. */
export function makeNodeGroup(pool: Pool, wishes: NodeGroupWishes): NodeGroup {
  const { environment, named, child, clusterName, version, nodeRoleArn, network, after } = wishes;
  const template = makeTemplate(pool, wishes);
  const labels = { [poolLabel]: pool.name, ...(pool.brainstore && { [brainstoreNode.key]: brainstoreNode.value }) };
  return new NodeGroup(
    named(pool.name),
    {
      clusterName,
      nodeGroupName: nameOf(environment, 'aws:eks/nodeGroup:NodeGroup', pool.role),
      nodeRoleArn,
      version,
      subnetIds: [...network.privateSubnetIds],
      amiType: pool.amiType,
      capacityType: 'ON_DEMAND',
      instanceTypes: [pool.instanceType],
      launchTemplate: { id: template.id, version: pulumi.interpolate`${template.latestVersion}` },
      labels,
      ...(pool.brainstore && { taints: [{ ...brainstoreNode, effect: 'NO_SCHEDULE' }] }),
      scalingConfig: { minSize: pool.min, maxSize: pool.max, desiredSize: pool.min },
      // One node after the other: a Brainstore node that goes takes a warm cache with it.
      updateConfig: { maxUnavailable: 1 },
      nodeRepairConfig: { enabled: true },
      tags: tagsOf(environment),
    },
    child({
      // The autoscaler moves it. Setting it back would take nodes away from under pods.
      ignoreChanges: ['scalingConfig.desiredSize'],
      dependsOn: [...after],
    }),
  );
}

function makeTemplate(pool: Pool, { environment, named, child, key }: NodeGroupWishes): LaunchTemplate {
  const tags = { ...tagsOf(environment), Name: `${environment.metadata.name}-${pool.name}` };
  return new LaunchTemplate(
    named(`${pool.name}-template`),
    {
      name: nameOf(environment, 'aws:ec2/launchTemplate:LaunchTemplate', pool.name),
      description: `Nodes of ${pool.name}`,
      updateDefaultVersion: true,
      // Sessions with a token only, and no hop: pods cannot become the node that they run on.
      metadataOptions: {
        httpEndpoint: 'enabled',
        httpTokens: 'required',
        httpPutResponseHopLimit: 1,
        instanceMetadataTags: 'disabled',
      },
      blockDeviceMappings: [
        {
          deviceName: '/dev/xvda',
          ebs: {
            volumeType: 'gp3',
            // With local disks this one holds the system alone.
            volumeSize: pool.brainstore ? 30 : 100,
            encrypted: 'true',
            kmsKeyId: key.arn,
            deleteOnTermination: 'true',
          },
        },
      ],
      monitoring: { enabled: true },
      ...(pool.brainstore && { userData: brainstoreUserData() }),
      tagSpecifications: [
        { resourceType: 'instance', tags },
        { resourceType: 'volume', tags },
        { resourceType: 'network-interface', tags },
      ],
      tags: tagsOf(environment),
    },
    child(),
  );
}
