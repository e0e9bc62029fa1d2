import { listAt, names, numberAt, textAt } from '../inputs.ts';
import type { JsonValue, PlannedResource } from '../planned.ts';
import type { Resource } from './need.ts';

/** Machines of one kind that a cluster has some of. */
export interface Pool {
  readonly name: string;
  /** `c8gd.4xlarge`, `c4a-standard-48-lssd`, `Standard_D32ds_v6`. */
  readonly machine: string;
  /** Zones that it has nodes in; empty where the plan does not say. */
  readonly zones: readonly string[];
  readonly min: number;
  /** As many as it may grow to, and those that an upgrade adds. */
  readonly most: number;
  /** GB of boot disk of each node, where it counts. */
  readonly diskGb: number;
  readonly diskType: string;
}

/**
 * The pools of a plan, each by what it takes on top of what the state has: nothing of a pool that is there, as long as its
 * machines stay the same. Of a pool whose machines change, all: the new ones are there before the old ones go.
 */
export function poolsOf(resources: readonly PlannedResource[], state: readonly Resource[]): readonly Pool[] {
  const there = new Map(state.map((resource) => [resource.urn, resource]));
  return resources.flatMap((resource) => {
    const before = [resource.urn, ...resource.aliases].map((urn) => there.get(urn)).find((one) => one !== undefined);
    const had = before === undefined ? [] : poolsIn(before, resources);
    return poolsIn(resource, resources).map((pool): Pool => {
      const old = had.find(({ name, machine }) => name === pool.name && machine === pool.machine);
      if (old === undefined) return pool;
      return { ...pool, min: Math.max(0, pool.min - old.min), most: Math.max(0, pool.most - old.min) };
    });
  });
}

function poolsIn({ type, name, inputs }: Resource, resources: readonly PlannedResource[]): readonly Pool[] {
  switch (type) {
    case 'aws:eks/nodeGroup:NodeGroup':
      return [awsPool(name, inputs, resources)];
    case 'gcp:container/nodePool:NodePool':
      return [googlePool(name, inputs, resources)];
    case 'azure-native:containerservice:AgentPool':
      return [azurePool(name, inputs)];
    case 'azure-native:containerservice:ManagedCluster':
      return listAt(inputs, 'agentPoolProfiles').map((pool) => azurePool(textAt(pool, 'name'), pool));
    default:
      return [];
  }
}

/**
 * An update of a managed node group adds twice as many nodes as it has zones, or as many as may be unavailable. Source: EKS
 * User Guide, "Understand each phase of node updates".
 */
function awsPool(name: string, inputs: JsonValue, resources: readonly PlannedResource[]): Pool {
  const subnetIds = listAt(inputs, 'subnetIds');
  const subnets = resources.filter(({ type }) => type === 'aws:ec2/subnet:Subnet');
  const zones = subnetIds.flatMap((id) =>
    subnets.filter((subnet) => names(id, subnet)).map((subnet) => textAt(subnet.inputs, 'availabilityZone')),
  );
  const surge = Math.max(2 * subnetIds.length, numberAt(inputs, 'updateConfig.maxUnavailable') ?? 1);
  return {
    name,
    machine: textAt(inputs, 'instanceTypes.0'),
    zones: [...new Set(zones)],
    min: Math.max(numberAt(inputs, 'scalingConfig.minSize') ?? 0, numberAt(inputs, 'scalingConfig.desiredSize') ?? 0),
    most: (numberAt(inputs, 'scalingConfig.maxSize') ?? 0) + surge,
    diskGb: 0,
    diskType: '',
  };
}

/** `maxSurge` is by pool; without it one node is added, in each zone where the counts are by zone. */
function googlePool(name: string, inputs: JsonValue, resources: readonly PlannedResource[]): Pool {
  const cluster = resources.find(({ type }) => type === 'gcp:container/cluster:Cluster');
  const own = listAt(inputs, 'nodeLocations');
  const zones = (own.length > 0 ? own : listAt(cluster?.inputs, 'nodeLocations')).map(String);
  const perZone = Math.max(1, zones.length);
  const count = (which: 'Min' | 'Max'): number | undefined => {
    const each = numberAt(inputs, `autoscaling.${which.toLowerCase()}NodeCount`) ?? numberAt(inputs, 'nodeCount');
    return numberAt(inputs, `autoscaling.total${which}NodeCount`) ?? (each === undefined ? undefined : each * perZone);
  };
  const min = count('Min') ?? 0;
  const blueGreen = textAt(inputs, 'upgradeSettings.strategy') === 'BLUE_GREEN';
  const max = count('Max') ?? min;
  return {
    name,
    machine: textAt(inputs, 'nodeConfig.machineType'),
    zones,
    min,
    most: max + (blueGreen ? max : (numberAt(inputs, 'upgradeSettings.maxSurge') ?? 1)),
    diskGb: numberAt(inputs, 'nodeConfig.diskSizeGb') ?? 0,
    diskType: textAt(inputs, 'nodeConfig.diskType'),
  };
}

function azurePool(name: string, inputs: JsonValue): Pool {
  const min = Math.max(numberAt(inputs, 'minCount') ?? 0, numberAt(inputs, 'count') ?? 0);
  const max = numberAt(inputs, 'maxCount') ?? min;
  const surge = textAt(inputs, 'upgradeSettings.maxSurge');
  const added = surge.endsWith('%') ? Math.ceil((max * Number.parseInt(surge, 10)) / 100) : Number(surge || 1);
  return {
    name,
    machine: textAt(inputs, 'vmSize'),
    zones: listAt(inputs, 'availabilityZones').map(String),
    min,
    most: max + added,
    diskGb: 0,
    diskType: '',
  };
}
