import { NetworkSecurityGroup } from '@pulumi/azure-native/network/networkSecurityGroup.js';
import type * as pulumi from '@pulumi/pulumi';
import type { AllowedIn } from './security-rules.ts';

const inbound = {
  direction: 'Inbound',
  sourcePortRange: '*',
  destinationAddressPrefix: '*',
} as const;

/** The security group of a subnet: what is allowed in, and a last rule above Azure's own, which let the whole network in. */
export function makeSecurityGroup(
  logicalName: string,
  networkSecurityGroupName: string,
  located: {
    readonly resourceGroupName: pulumi.Input<string>;
    readonly location: string;
    readonly tags: Record<string, string>;
  },
  allowed: readonly AllowedIn[],
  options: pulumi.CustomResourceOptions,
): NetworkSecurityGroup {
  return new NetworkSecurityGroup(
    logicalName,
    {
      ...located,
      networkSecurityGroupName,
      securityRules: [
        ...allowed.map(({ name, protocol, from, ports, why }, index) => ({
          ...inbound,
          name,
          description: why,
          access: 'Allow',
          priority: 100 + 10 * index,
          protocol,
          ...(from.length === 1 ? { sourceAddressPrefix: from[0] } : { sourceAddressPrefixes: [...from] }),
          ...(ports.length === 1 ? { destinationPortRange: ports[0] } : { destinationPortRanges: [...ports] }),
        })),
        {
          ...inbound,
          name: 'nothing-else',
          description: "above Azure's own rules, which let the whole virtual network in",
          access: 'Deny',
          priority: 4000,
          protocol: '*',
          sourceAddressPrefix: '*',
          destinationPortRange: '*',
        },
      ],
    },
    options,
  );
}
