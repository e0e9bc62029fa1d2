import type { Case } from './case.ts';

const put = (state: string): readonly [from: string, to: string] => ['\nspec:\n', `\nspec:\n  state: { ${state} }\n`];
const backend = (url: string, sentence: string): Case => [
  'backend-is-written-as-its-kind-is',
  'aws',
  ...put(`backend: '${url}'`),
  `spec.state.backend: ${sentence}`,
];
const key = (url: string, sentence: string): Case => [
  'secrets-provider-is-written-as-its-kind-is',
  'aws',
  ...put(`secretsProvider: '${url}'`),
  `spec.state.secretsProvider: ${sentence}`,
];

/** Where the state is kept, mixed up in the ways in which people mix it up. */
export const stateCases: readonly Case[] = [
  backend('s3://Acme_State?region=us-east-1', 'names no bucket or container as s3 does'),
  backend('s3://acme-state?storage_account=acme', 'has storage_account, which s3:// does not know'),
  backend('gs://acme-state?region=us-east1', 'has region, which gs:// does not know'),
  backend('azblob://state?region=westeurope', 'has region, which azblob:// does not know'),
  backend('https://acme-state.s3.us-east-1.amazonaws.com', 'is the web address of a bucket'),
  backend('https://storage.googleapis.com/acme-state', 'is the web address of a bucket'),
  backend('https://acme.blob.core.windows.net/state', 'is the web address of a bucket'),
  backend('https://app.pulumi.com/acme', 'is the console of Pulumi Cloud'),
  key('awskms://acme-state?region=us-east-1', 'names no key as awskms does'),
  key('awskms://alias/acme-state', 'names no region'),
  key(
    'awskms:///arn:aws:kms:us-east-1:123456789012:key/0f5c1a6e-1111-4222-8333-444455556666?region=us-west-2',
    'has the key of us-east-1, and region=us-west-2',
  ),
  key('gcpkms://acme/global/ring/key', 'names no key as gcpkms does'),
  key('azurekeyvault://acme/keys/state', 'names no key as azurekeyvault does'),
  key('azurekeyvault://acme.vault.azure.net/keys/state?region=westeurope', 'has region'),
];

export const stateWarnings: readonly Case[] = [
  ['backend-says-where-it-is', 'aws', ...put(`backend: 's3://acme-state'`), 'spec.state.backend: names no region'],
  [
    'backend-says-where-it-is',
    'azure',
    ...put(`backend: 'azblob://state'`),
    'spec.state.backend: names no storage account',
  ],
];
