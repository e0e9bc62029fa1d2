import { componentContracts } from '../../src/dataplane/contract/components.ts';
import { redisPort } from './redis-settings.ts';
import { podCidr, type SubnetPlan } from './subnet-plan.ts';

/** What may enter a subnet; all else is refused by the last rule of each. */
export interface AllowedIn {
  readonly name: string;
  readonly protocol: 'Tcp' | '*';
  readonly from: readonly string[];
  readonly ports: readonly string[];
  readonly why: string;
}

export type SubnetRole = 'nodes' | 'entry' | 'endpoints' | 'balancer';

const balancerProbes: AllowedIn = {
  name: 'load-balancer-probes',
  protocol: '*',
  from: ['AzureLoadBalancer'],
  ports: ['*'],
  why: 'health probes of load balancers',
};

/** Rules of each subnet's security group. The vendor's groups are empty: everything of the network reaches everything. */
export function allowedInto(
  plan: SubnetPlan,
  access: 'Private' | 'Public',
  clients: readonly string[],
): Readonly<Record<SubnetRole, readonly AllowedIn[]>> {
  const nodes = Object.values(plan.nodes);
  const apiPort = String(componentContracts.api.port);
  const fromEntry: AllowedIn = {
    name: 'api-from-entry',
    protocol: 'Tcp',
    from: [plan.entry],
    ports: [apiPort],
    why: 'requests that the entry passes on',
  };
  return {
    nodes: [
      { name: 'among-nodes', protocol: '*', from: nodes, ports: ['*'], why: 'nodes of the cluster among themselves' },
      { name: 'among-pods', protocol: '*', from: [podCidr], ports: ['*'], why: 'pods, whose own policies decide' },
      {
        name: 'api-server',
        protocol: 'Tcp',
        from: ['VirtualNetwork'],
        ports: ['443'],
        why: 'the private endpoint of the API server of Kubernetes, which AKS puts here',
      },
      fromEntry,
      balancerProbes,
    ],
    entry: [
      {
        name: 'https',
        protocol: 'Tcp',
        from: access === 'Public' ? clients : ['VirtualNetwork'],
        ports: ['443'],
        why: 'browsers and SDKs',
      },
      {
        name: 'gateway-manager',
        protocol: 'Tcp',
        from: ['GatewayManager'],
        ports: ['65200-65535'],
        why: 'how Azure manages an application gateway: it closes them to all but itself, by certificate',
      },
      balancerProbes,
    ],
    endpoints: [
      {
        name: 'vault-and-containers',
        protocol: 'Tcp',
        from: ['VirtualNetwork'],
        ports: ['443'],
        why: 'pods, the entry that fetches its certificate, and people who fill in a secret: each by its identity',
      },
      {
        name: 'database-and-cache',
        protocol: 'Tcp',
        from: nodes,
        ports: ['5432', String(redisPort)],
        why: 'the plane: PostgreSQL and Redis know a password only',
      },
    ],
    balancer: [fromEntry, balancerProbes],
  };
}
