import type { ResourceTypeTable } from '../resource-type.ts';
import { crud, member, provider } from './facts.ts';

const keyName = { property: 'name', max: 63, pattern: /^[a-zA-Z0-9_-]+$/, unique: 'parent' } as const;

export const encryptionTypes = {
  'gcp:kms/keyRing:KeyRing': {
    name: keyName,
    computed: {},
    id: 'projects/{account}/locations/{input.location}/keyRings/{name}',
    replacedBy: ['name', 'location', 'project'],
    holdsData: true,
    holds: 'the keys that open everything; Google never deletes a ring, and never gives its name again',
    tags: 'none',
    deployer: ['cloudkms.keyRings.create', 'cloudkms.keyRings.get'],
    source: provider('kms_key_ring'),
  },
  'gcp:kms/cryptoKey:CryptoKey': {
    name: keyName,
    computed: {},
    id: '{input.keyRing}/cryptoKeys/{name}',
    replacedBy: ['name', 'keyRing', 'purpose', 'destroyScheduledDuration', 'importOnly', 'cryptoKeyBackend'],
    holdsData: true,
    holds: 'a key: what it encrypted cannot be read without it',
    tags: 'labels',
    deployer: [
      ...crud('cloudkms.cryptoKeys').filter((permission) => !permission.endsWith('.delete')),
      'cloudkms.cryptoKeyVersions.list',
    ],
    source: provider('kms_crypto_key'),
  },
  'gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember': member('cryptoKeyId', 'google_kms_crypto_key_iam', [
    'cloudkms.cryptoKeys.getIamPolicy',
    'cloudkms.cryptoKeys.setIamPolicy',
  ]),
} as const satisfies ResourceTypeTable;
