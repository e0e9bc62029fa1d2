import { unknownNumber, unknownText, type ResourceTypeTable } from '../resource-type.ts';
import { crud, label, provider } from './facts.ts';

export const redisTypes = {
  'gcp:redis/instance:Instance': {
    name: label('region', 40),
    computed: { host: unknownText, port: unknownNumber, authString: unknownText },
    id: 'projects/{account}/locations/{region}/instances/{name}',
    replacedBy: [
      'name',
      'project',
      'region',
      'tier',
      'locationId',
      'alternativeLocationId',
      'authorizedNetwork',
      'connectMode',
      'customerManagedKey',
      'reservedIpRange',
      'transitEncryptionMode',
    ],
    secretOutputs: ['authString'],
    holdsData: true,
    holds: 'the order of transactions, and on older planes the locks',
    tags: 'labels',
    deployer: [...crud('redis.instances'), 'redis.instances.getAuthString', 'redis.operations.get'],
    source: provider('redis_instance'),
  },
} as const satisfies ResourceTypeTable;
