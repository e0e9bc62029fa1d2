import { unknownText, type ResourceTypeTable } from '../resource-type.ts';
import { crud, label, provider } from './facts.ts';

export const postgresTypes = {
  'gcp:sql/databaseInstance:DatabaseInstance': {
    // Together with the project at most 98 characters; a name is free again a week after its instance is gone.
    name: label('account', 64),
    computed: { privateIpAddress: unknownText, connectionName: '{account}:{region}:{name}' },
    id: '{name}',
    replacedBy: ['name', 'project', 'region', 'encryptionKeyName', 'settings.collation'],
    secretOutputs: ['rootPassword'],
    holdsData: true,
    holds: 'the metadata of the plane: projects, prompts, users, and rows that are not in Brainstore',
    tags: 'labels',
    deployer: [...crud('cloudsql.instances'), 'cloudsql.instances.list', 'compute.networks.use'],
    source: provider('sql_database_instance'),
  },
  'gcp:sql/database:Database': {
    name: { property: 'name', max: 63, pattern: /^[A-Za-z_][-A-Za-z0-9_]*$/, unique: 'parent' },
    computed: {},
    id: 'projects/{account}/instances/{input.instance}/databases/{name}',
    replacedBy: ['name', 'project', 'instance'],
    holdsData: true,
    holds: 'the tables of the plane',
    tags: 'none',
    deployer: crud('cloudsql.databases'),
    source: provider('sql_database'),
  },
  'gcp:sql/user:User': {
    name: { property: 'name', max: 63, pattern: /^[a-z][-a-z0-9_]*$/, unique: 'parent' },
    computed: {},
    id: '{name}//{input.instance}',
    replacedBy: ['name', 'project', 'instance', 'host', 'type'],
    secretOutputs: ['password'],
    holdsData: false,
    tags: 'none',
    deployer: ['cloudsql.users.create', 'cloudsql.users.list', 'cloudsql.users.update', 'cloudsql.users.delete'],
    source: provider('sql_user'),
  },
} as const satisfies ResourceTypeTable;
