import type { ResourceTypeTable } from '../resource-type.ts';
import { crud, member, provider } from './facts.ts';

export const secretsTypes = {
  'gcp:secretmanager/secret:Secret': {
    name: { property: 'secretId', max: 255, pattern: /^[a-zA-Z0-9_-]+$/, unique: 'account' },
    computed: { name: 'projects/{account}/secrets/{name}' },
    id: 'projects/{account}/secrets/{name}',
    replacedBy: ['secretId', 'project', 'replication'],
    holdsData: true,
    holds: 'a secret that something was encrypted with, or that a person has brought',
    tags: 'labels',
    deployer: crud('secretmanager.secrets'),
    source: provider('secret_manager_secret'),
  },
  'gcp:secretmanager/secretVersion:SecretVersion': {
    name: { foundBy: 'the latest version of its secret' },
    computed: {},
    id: '{input.secret}/versions/1',
    replacedBy: ['secret', 'secretData', 'isSecretDataBase64', 'project'],
    secretOutputs: ['secretData'],
    holdsData: false,
    tags: 'none',
    deployer: [
      'secretmanager.versions.add',
      'secretmanager.versions.get',
      'secretmanager.versions.access',
      'secretmanager.versions.enable',
      'secretmanager.versions.disable',
    ],
    source: provider('secret_manager_secret_version'),
  },
  'gcp:secretmanager/secretIamMember:SecretIamMember': member('secretId', 'secret_manager_secret_iam', [
    'secretmanager.secrets.getIamPolicy',
    'secretmanager.secrets.setIamPolicy',
  ]),
} as const satisfies ResourceTypeTable;
