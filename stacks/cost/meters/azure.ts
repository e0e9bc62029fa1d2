import { listAt, numberAt, textAt } from '../../inputs.ts';
import type { JsonValue } from '../../planned.ts';
import { hourly, stored, type Metered, type Meters } from '../meter.ts';

function pool(inputs: JsonValue): readonly Metered[] {
  const min = numberAt(inputs, 'minCount') ?? numberAt(inputs, 'count') ?? 0;
  const max = numberAt(inputs, 'maxCount') ?? min;
  const disk = numberAt(inputs, 'osDiskSizeGB') ?? 0;
  const disks = textAt(inputs, 'osDiskType') === 'Managed' ? [stored('azure/disk/os', disk * min, disk * max)] : [];
  return [hourly(`azure/vm/${textAt(inputs, 'vmSize')}`, min, max), ...disks];
}

export const azureMeters: Meters = {
  'azure-native:containerservice:ManagedCluster': ({ inputs }) => [
    ...(textAt(inputs, 'sku.tier') === 'Free' ? [] : [hourly(`azure/aks/${textAt(inputs, 'sku.tier').toLowerCase()}`)]),
    ...listAt(inputs, 'agentPoolProfiles').flatMap(pool),
  ],
  'azure-native:containerservice:AgentPool': ({ inputs }) => pool(inputs),
  'azure-native:dbforpostgresql:Server': ({ inputs }) => {
    const mode = textAt(inputs, 'highAvailability.mode');
    const copies = mode === '' || mode === 'Disabled' ? 1 : 2;
    return [
      hourly(`azure/postgres/${textAt(inputs, 'sku.name')}`, copies),
      stored('azure/postgres/disk', (numberAt(inputs, 'storage.storageSizeGB') ?? 0) * copies),
    ];
  },
  'azure-native:redisenterprise:RedisEnterprise': ({ inputs }) => [
    hourly(`azure/redis/${textAt(inputs, 'sku.name')}`, textAt(inputs, 'highAvailability') === 'Disabled' ? 1 : 2),
  ],
  'azure-native:network:NatGateway': () => [hourly('azure/nat-gateway')],
  'azure-native:network:PublicIPAddress': () => [hourly('azure/public-ipv4')],
  'azure-native:network:PrivateEndpoint': () => [hourly('azure/private-endpoint')],
  'azure-native:network:ApplicationGateway': () => [hourly('azure/application-gateway')],
};
