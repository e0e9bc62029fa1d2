import type { ResourceTypeTable } from '../resource-type.ts';
import { arm, innerName, networkName, operationsOn, templateReference } from './arm.ts';

const recordSet = (module: 'dnsZones' | 'privateDnsZones', zone: string) =>
  ({
    name: innerName('relativeRecordSetName', 253, /^(@|[*a-z0-9][-a-z0-9._]*)$/),
    computed: {},
    id: `/subscriptions/{account}/resourceGroups/{input.resourceGroupName}/providers/Microsoft.Network/${module}/{input.${zone}}/{input.recordType}/{name}`,
    replacedBy: ['resourceGroupName', zone, 'relativeRecordSetName', 'recordType'],
    holdsData: false,
    tags: 'none',
    deployer: operationsOn(`Microsoft.Network/${module}/A`),
    source: templateReference(`Microsoft.Network/${module}/A`),
  }) as const;

export const entryTypes = {
  'azure-native:network:ApplicationGateway': {
    name: networkName('applicationGatewayName'),
    computed: {},
    id: arm('Microsoft.Network/applicationGateways'),
    replacedBy: [
      'resourceGroupName',
      'location',
      'applicationGatewayName',
      'zones',
      'gatewayIPConfigurations.0.subnet.id',
    ],
    holdsData: false,
    tags: 'tags',
    deployer: operationsOn('Microsoft.Network/applicationGateways'),
    source: templateReference('Microsoft.Network/applicationGateways'),
  },
  'azure-native:network:WebApplicationFirewallPolicy': {
    name: { property: 'policyName', max: 128, pattern: /^[A-Za-z0-9]([-\w]*[A-Za-z0-9])?$/, unique: 'parent' },
    computed: {},
    id: arm('Microsoft.Network/applicationGatewayWebApplicationFirewallPolicies'),
    replacedBy: ['resourceGroupName', 'location', 'policyName'],
    holdsData: false,
    tags: 'tags',
    deployer: operationsOn('Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies'),
    source: templateReference('Microsoft.Network/applicationGatewayWebApplicationFirewallPolicies'),
  },
  'azure-native:dns:RecordSet': recordSet('dnsZones', 'zoneName'),
  'azure-native:privatedns:PrivateRecordSet': recordSet('privateDnsZones', 'privateZoneName'),
} as const satisfies ResourceTypeTable;
