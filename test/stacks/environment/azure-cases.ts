import type { Case } from './case.ts';

const network = '{ type: New, cidr: 10.175.0.0/20, nat: PerZone, flowLogDays: 30 }';
const cluster = `    type: New
    version: '1.34'
    endpoint: { access: Private }
    hostEncryption: true
    system: { instanceType: Standard_D2as_v6, min: 3, max: 6 }
    services: { instanceType: Standard_D16s_v6, min: 2, max: 10 }
    brainstore: { instanceType: Standard_D32ds_v6, min: 5, max: 10 }
`;
const hub = '/subscriptions/1/resourceGroups/acme/providers/Microsoft.Network/virtualNetworks/hub';
const broughtNetwork = (balancerAddress: string): string => `
    type: Existing
    virtualNetworkId: ${hub}
    cidr: 10.20.0.0/16
    nodesSubnetId: ${hub}/subnets/nodes
    endpointsSubnetId: ${hub}/subnets/endpoints
    entrySubnetId: ${hub}/subnets/entry
    balancerSubnetId: ${hub}/subnets/balancer
    balancerAddress: ${balancerAddress}`;

/** What must fit together on Azure alone. */
export const azureCases: readonly Case[] = [
  [
    'cluster-that-exists-stands-in-its-network',
    'azure',
    cluster,
    `    type: Existing
    id: /subscriptions/1/resourceGroups/acme/providers/Microsoft.ContainerService/managedClusters/acme
    oidcIssuerUrl: https://example.com/issuer
    endpoint: https://example.com
`,
    'spec.network.type: is New, and a cluster that exists stands in a network that exists',
  ],
  [
    'private-entry-has-an-address',
    'azure',
    network,
    broughtNetwork('10.20.8.20'),
    'spec.network.entryAddress: is missing, and a private entry has an address of its subnet',
  ],
  [
    'fixed-addresses-are-in-the-network',
    'azure',
    network,
    broughtNetwork('10.21.8.20'),
    'spec.network.balancerAddress: is 10.21.8.20, no address of 10.20.0.0/16',
  ],
  [
    'networks-of-the-cluster-are-free',
    'azure',
    '10.175.0.0/20',
    '10.244.16.0/20',
    'spec.network.cidr: overlaps 10.244.0.0/16, which pods or services of the cluster have',
  ],
];
