import type { Creation } from './cases.ts';

const kind = 'AIProvider';
const bedrock = { 'spec/type': 'bedrock', 'spec/metadata/region': 'us-east-1' };

export const providerCreations: readonly Creation[] = [
  { name: 'a small provider', kind },
  { name: 'a project-level provider', kind, set: { 'spec/project': { ref: 'support' } } },
  { name: 'a project by the remote name', kind, set: { 'spec/project': { name: 'Support bot' } } },
  { name: 'no metadata though it is written', kind, set: { 'spec/metadata': {} } },
  {
    name: 'a provider of an own type with own models',
    kind,
    set: {
      'spec/type': 'acme-models',
      'spec/metadata': {
        apiBase: 'https://models.acme.example/v1',
        customModels: {
          'acme-1': { format: 'openai', flavor: 'chat', inputCostPerMillionTokens: 0.5, maxInputTokens: 200000 },
        },
        additionalHeaders: { 'x-user': '{{email}}' },
        authType: 'whatever',
        region: 'anywhere',
      },
    },
  },
  {
    name: 'a bedrock role',
    kind,
    set: {
      ...bedrock,
      'spec/metadata/authType': 'assume_role',
      'spec/metadata/roleArn': 'arn:aws:iam::123456789012:role/x',
      'spec/metadata/externalId': 'bt:1',
    },
  },
  {
    name: 'azure with its version',
    kind,
    set: {
      'spec/type': 'azure',
      'spec/metadata': { apiBase: 'https://acme.openai.azure.com', apiVersion: '2024-06-01', authType: 'entra_api' },
    },
  },
  { name: 'vertex', kind, set: { 'spec/type': 'vertex', 'spec/metadata': { project: 'acme', location: 'us-east5' } } },
  {
    name: 'copies by labels',
    kind,
    set: {
      'spec/copies': {
        namespaceSelector: {
          matchLabels: { team: 'a' },
          matchExpressions: [
            { key: 'stage', operator: 'In', values: ['dev', 'prod'] },
            { key: 'private', operator: 'DoesNotExist' },
          ],
        },
        secretName: 'openai',
      },
    },
  },
  { name: 'copies everywhere', kind, set: { 'spec/copies': { namespaceSelector: {} } } },
  { name: 'copies without a selector', kind, set: { 'spec/copies': {} }, refused: 'spec.copies.namespaceSelector' },
  {
    name: 'an In without values',
    kind,
    set: { 'spec/copies/namespaceSelector/matchExpressions': [{ key: 'a', operator: 'In' }] },
    refused: 'spec.copies.namespaceSelector.matchExpressions[0].values',
  },
  {
    name: 'an Exists with values',
    kind,
    set: { 'spec/copies/namespaceSelector/matchExpressions': [{ key: 'a', operator: 'Exists', values: ['x'] }] },
    refused: 'spec.copies.namespaceSelector.matchExpressions[0].values',
  },
  {
    name: 'a value twice in a set',
    kind,
    set: { 'spec/metadata/models': ['a', 'b', 'a'] },
    refused: 'spec.metadata.models[2]',
  },
  { name: 'no Secret', kind, remove: ['spec/secretRef'], refused: 'spec.secretRef' },
  { name: 'a Secret without a key', kind, remove: ['spec/secretRef/key'], refused: 'spec.secretRef.key' },
  { name: 'a Secret name in upper case', kind, set: { 'spec/secretRef/name': 'Keys' }, refused: 'spec.secretRef.name' },
  { name: 'the key itself', kind, set: { 'spec/secret': 'sk-1' }, refused: 'spec.secret' },
  { name: 'no reference to an organization', kind, remove: ['spec/organizationRef'], refused: 'spec.organizationRef' },
  {
    name: 'a namespace that is no label',
    kind,
    set: { 'spec/organizationRef/namespace': 'a.b' },
    refused: 'spec.organizationRef.namespace',
  },
  {
    name: 'a field of another type',
    kind,
    set: { 'spec/metadata/apiVersion': '1' },
    refused: 'spec.metadata.apiVersion',
  },
  { name: 'bedrock without a region', kind, set: { 'spec/type': 'bedrock' }, refused: 'spec.metadata' },
  { name: 'azure without a base', kind, set: { 'spec/type': 'azure', 'spec/metadata': {} }, refused: 'spec.metadata' },
  {
    name: 'a way to authenticate that the type lacks',
    kind,
    set: { ...bedrock, 'spec/metadata/authType': 'pat' },
    refused: 'spec.metadata.authType',
  },
  {
    name: 'a bedrock role without its external id',
    kind,
    set: { ...bedrock, 'spec/metadata/authType': 'assume_role', 'spec/metadata/roleArn': 'arn:aws:iam::1:role/x' },
    refused: 'spec.metadata',
  },
  {
    name: 'credentials in the base URL',
    kind,
    set: { 'spec/metadata/apiBase': 'https://user:pass@models.acme.example' },
    refused: 'spec.metadata.apiBase',
  },
  {
    name: 'a price below zero',
    kind,
    set: {
      'spec/metadata/customModels': { m: { format: 'openai', flavor: 'chat', outputCostPerMillionTokens: -1 } },
    },
    refused: 'spec.metadata.customModels.m.outputCostPerMillionTokens',
  },
  {
    name: 'a fraction of a token',
    kind,
    set: { 'spec/metadata/customModels': { m: { format: 'openai', flavor: 'chat', maxInputTokens: 1.5 } } },
    refused: 'spec.metadata.customModels.m.maxInputTokens',
  },
  {
    name: 'an unknown field of a model',
    kind,
    set: { 'spec/metadata/customModels': { m: { format: 'openai', flavor: 'chat', price: 1 } } },
    refused: 'spec.metadata.customModels.m.price',
  },
];
