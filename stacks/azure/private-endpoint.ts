import { PrivateDnsZoneGroup } from '@pulumi/azure-native/network/privateDnsZoneGroup.js';
import { PrivateEndpoint } from '@pulumi/azure-native/network/privateEndpoint.js';
import type * as pulumi from '@pulumi/pulumi';
import { must } from '../../src/runtime/must.ts';
import type { NetworkReference, PrivateZoneKind } from './references.ts';

/** What an endpoint leads to, and under which names it is made. */
export interface EndpointTarget {
  readonly resourceId: pulumi.Input<string>;
  /** Kind of sub-resource: `blob`, `vault`, `postgresqlServer`, `redisEnterprise`. */
  readonly groupId: string;
  readonly zone: PrivateZoneKind;
  /** Logical name, and the name in the cloud. */
  readonly logicalName: string;
  readonly physicalName: string;
}

/** A private endpoint and its entry in DNS: with public access off, the only way to the service. */
export function makePrivateEndpoint(
  target: EndpointTarget,
  network: Pick<NetworkReference, 'endpoints' | 'zones'>,
  located: {
    readonly resourceGroupName: pulumi.Input<string>;
    readonly location: string;
    readonly tags: Record<string, string>;
  },
  options: pulumi.CustomResourceOptions,
): pulumi.Resource {
  const endpoint = new PrivateEndpoint(
    `${target.logicalName}-endpoint`,
    {
      ...located,
      privateEndpointName: target.physicalName,
      customNetworkInterfaceName: `${target.physicalName}-nic`,
      subnet: { id: network.endpoints.id },
      privateLinkServiceConnections: [
        { name: target.zone, privateLinkServiceId: target.resourceId, groupIds: [target.groupId] },
      ],
    },
    options,
  );
  return new PrivateDnsZoneGroup(
    `${target.logicalName}-endpoint-dns`,
    {
      resourceGroupName: located.resourceGroupName,
      privateEndpointName: endpoint.name,
      privateDnsZoneGroupName: 'default',
      privateDnsZoneConfigs: [
        {
          name: target.zone,
          privateDnsZoneId: must(network.zones[target.zone], 'private-dns makes a zone for everything that is made'),
        },
      ],
    },
    options,
  );
}
