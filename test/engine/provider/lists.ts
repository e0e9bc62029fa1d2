import type { CloudObject, StandInCloud } from './cloud.ts';
import { madeUp } from './made-up.ts';

type Args = Readonly<Record<string, unknown>>;

/** Functions of providers that list objects by tags, and under which key they answer. */
const byTags: Readonly<Record<string, { readonly types: readonly string[]; readonly key: string }>> = {
  'aws:ec2/getVpcs:getVpcs': { types: ['aws:ec2/vpc:Vpc'], key: 'ids' },
  'aws:ec2/getSubnets:getSubnets': { types: ['aws:ec2/subnet:Subnet'], key: 'ids' },
  'aws:ec2/getEips:getEips': { types: ['aws:ec2/eip:Eip'], key: 'allocationIds' },
  'aws:ec2/getNatGateways:getNatGateways': { types: ['aws:ec2/natGateway:NatGateway'], key: 'ids' },
  'aws:ec2/getRouteTables:getRouteTables': { types: ['aws:ec2/routeTable:RouteTable'], key: 'ids' },
  'aws:ec2/getSecurityGroups:getSecurityGroups': { types: ['aws:ec2/securityGroup:SecurityGroup'], key: 'ids' },
  'aws:vpc/getSecurityGroupRules:getSecurityGroupRules': {
    types: [
      'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule',
      'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule',
    ],
    key: 'ids',
  },
  'aws:lb/getLbs:getLbs': { types: ['aws:lb/loadBalancer:LoadBalancer'], key: 'arns' },
};

/**
 * Answers a provider's function that lists. A fault makes it `behind` (what was made lately is not in it yet) or `stale`
 * (what was deleted is still in it), as an index of tags is for a while.
 * @throws Error that names a function which nobody plays, or in the provider's words where it has nothing.
 */
export function listed(cloud: StandInCloud, token: string, args: Args): Args {
  const fault = cloud.takeFault('invoke', token, '');
  cloud.log({ method: 'invoke', type: token, name: '' });
  if (fault?.what === 'refuse') throw new Error(fault.message ?? `AccessDenied: may not call ${token}`);
  const there = fault?.what === 'behind' ? [] : cloud.objects();
  const all = fault?.what === 'stale' ? [...there, ...cloud.deleted()] : there;
  const tagList = byTags[token];
  if (tagList !== undefined) {
    const found = all.filter(({ type }) => tagList.types.includes(type));
    return {
      [tagList.key]: found.filter((one) => isTagged(one, args['tags']) && isThere(one, args)).map(({ id }) => id),
    };
  }
  switch (token) {
    case 'aws:resourcegroupstaggingapi/getResources:getResources':
      return { resourceTagMappingLists: tagged(all, args) };
    case 'aws:organizations/getPolicies:getPolicies':
      return { ids: ofType(all, 'aws:organizations/policy:Policy', { type: args['filter'] }).map(({ id }) => id) };
    case 'gcp:tags/getTagKeys:getTagKeys':
      return { keys: ofType(all, 'gcp:tags/tagKey:TagKey', args).map(({ id }) => ({ name: id })) };
    case 'gcp:tags/getTagValues:getTagValues':
      return { values: ofType(all, 'gcp:tags/tagValue:TagValue', args).map(({ id }) => ({ name: id })) };
    case 'gcp:monitoring/getNotificationChannel:getNotificationChannel': {
      const [one] = ofType(all, 'gcp:monitoring/notificationChannel:NotificationChannel', args);
      if (one === undefined) throw new Error(`No NotificationChannel found using filter: ${JSON.stringify(args)}`);
      return { name: one.id };
    }
    default:
      throw new Error(`the stand-in knows no answers to ${token}; programs take them from the environment`);
  }
}

function tagged(all: readonly CloudObject[], args: Args): readonly object[] {
  const services = args['resourceTypeFilters'] as readonly string[];
  const filters = args['tagFilters'] as readonly { readonly key: string; readonly values: readonly string[] }[];
  return all.flatMap((object) => {
    const arn = madeUp[object.type]?.arn(object.id, String(object.inputs['clusterName']));
    if (arn === undefined || !services.includes(arn.split(':')[2] ?? '') || !isThere(object, args)) return [];
    const wanted = Object.fromEntries(filters.map(({ key, values }) => [key, values[0]]));
    return isTagged(object, wanted) ? [{ resourceArn: arn, tags: object.inputs['tags'] }] : [];
  });
}

function ofType(all: readonly CloudObject[], type: string, inputs: Args): readonly CloudObject[] {
  return all.filter(
    (object) => object.type === type && Object.entries(inputs).every(([key, value]) => object.inputs[key] === value),
  );
}

function isTagged({ inputs }: CloudObject, wanted: unknown): boolean {
  const tags = (inputs['tags'] ?? {}) as Args;
  return Object.entries((wanted ?? {}) as Args).every(([key, value]) => tags[key] === value);
}

/** Lists are of one region: the provider's own, or the one that is asked for. */
function isThere({ inputs }: CloudObject, { region }: Args): boolean {
  return inputs['region'] === region;
}
