import type { Creation } from './cases.ts';

const kind = 'DataPlane';
const secretRef = { name: 'secrets', key: 'x' };
const uuid = (last: string) => `6f1c1d1e-0000-4000-8000-00000000000${last}`;

const google = {
  provider: 'google',
  google: {
    mode: 'Autopilot',
    buckets: { brainstore: 'acme-brainstore', api: 'acme-api' },
    apiServiceAccount: 'api@acme.iam.gserviceaccount.com',
    brainstoreServiceAccount: 'brainstore@acme.iam.gserviceaccount.com',
  },
};
const azure = {
  provider: 'azure',
  azure: {
    storageAccountName: 'acme123',
    storageConnectionString: secretRef,
    apiClientId: uuid('1'),
    brainstoreClientId: uuid('2').toUpperCase(),
  },
};

const version = (value: unknown, refused?: true): Creation => ({
  name: `the version ${JSON.stringify(value)}`,
  kind,
  set: { 'spec/version': value },
  ...(refused && { refused: 'spec.version' }),
});

const memory = (value: unknown, refused?: true): Creation => ({
  name: `the quantity ${JSON.stringify(value)}`,
  kind,
  set: { 'spec/brainstore/reader/resources': { requests: { cpu: 16, memory: value } } },
  ...(refused && { refused: 'spec.brainstore.reader.resources.requests.memory' }),
});

export const dataPlaneCreations: readonly Creation[] = [
  { name: 'a small plane', kind },
  { name: 'a plane on Google', kind, set: { 'spec/cloud': google } },
  {
    name: 'a plane on Google with an HMAC key',
    kind,
    set: {
      'spec/cloud': google,
      'spec/cloud/google/hmacKey': { accessKeyId: secretRef, secretAccessKey: secretRef, region: 'us-central1' },
    },
  },
  { name: 'a plane on Azure', kind, set: { 'spec/cloud': azure } },
  { name: 'one container by name', kind, set: { 'spec/cloud': azure, 'spec/cloud/azure/containers/responses': 'r2' } },
  version('2.10.3'),
  version('3.0.0-rc.1'),
  version('v2.9.0', true),
  version('2.9', true),
  version(2.9, true),
  version('latest', true),
  memory('32Gi'),
  memory(34359738368),
  memory('0.5Gi'),
  memory('32GB', true),
  memory('-1', true),
  memory(-1, true),
  memory(true, true),
  memory('', true),
  memory(1.5, true),
  {
    name: 'everything about the workloads',
    kind,
    set: {
      'spec/images': {
        api: { repository: 'registry.acme.example:5000/braintrust/api', tag: 'v2.9.0' },
        brainstore: { digest: `sha256:${'0'.repeat(64)}` },
        pullSecrets: ['registry'],
      },
      'spec/api': {
        replicas: 2,
        service: { type: 'LoadBalancer', annotations: { 'example.com/internal': 'true' } },
        urlSafety: { mode: 'reject', allowCidrs: ['10.0.0.0/8'] },
        customCa: { name: 'ca', key: 'ca.pem' },
        tolerations: [{ key: 'dedicated', value: 'plane', effect: 'NoSchedule' }, { operator: 'Exists' }],
        extraEnv: [
          { name: 'A', value: '' },
          { name: 'B', secretRef },
        ],
      },
      'spec/brainstore/writer': { replicas: 1, nodeSelector: { disk: 'nvme' }, cache: { size: '100Gi' } },
      'spec/telemetry': { types: ['status', 'metrics'], sysadminEndpoints: false },
      'spec/audit': { queryRead: 'Strict', organizationIds: [uuid('1')] },
      'spec/rollout': { stepDeadline: '5m', soak: '10m' },
      'spec/network': { policies: 'None', brainstoreClients: { matchLabels: { app: 'debug' } } },
    },
  },
  { name: 'no telemetry', kind, set: { 'spec/telemetry/types': [] } },
  {
    name: 'organizations spelled out',
    kind,
    remove: ['spec/organizationRef'],
    set: { 'spec/organizations': { name: '*', primaryName: 'Acme', allowedIds: [uuid('1'), uuid('2')] } },
  },
  {
    name: 'code of one organization in the process',
    kind,
    set: { 'spec/organizations': { name: 'Acme', allowedIds: [uuid('1')] }, 'spec/api/codeExecution': 'InProcess' },
  },
  { name: 'no organization at all', kind, remove: ['spec/organizationRef'], refused: 'spec' },
  {
    name: 'any organization without a primary one',
    kind,
    set: { 'spec/organizations': { name: '*' } },
    refused: 'spec.organizations.primaryName',
  },
  {
    name: 'code of many organizations in one process',
    kind,
    set: { 'spec/organizations': { name: '*', primaryName: 'A' }, 'spec/api/codeExecution': 'InProcess' },
    refused: 'spec.api.codeExecution',
  },
  { name: 'no choice of locks', kind, remove: ['spec/storage/locks'], refused: 'spec.storage.locks' },
  { name: 'no storage', kind, remove: ['spec/storage'], refused: 'spec.storage' },
  { name: 'an unknown cloud', kind, set: { 'spec/cloud': { provider: 'oracle' } }, refused: 'spec.cloud.provider' },
  { name: 'a cloud without its part', kind, set: { 'spec/cloud': { provider: 'aws' } }, refused: 'spec.cloud.aws' },
  {
    name: 'the part of another cloud too',
    kind,
    set: { 'spec/cloud/azure': azure.azure },
    refused: 'spec.cloud.azure',
  },
  {
    name: 'a bucket in upper case',
    kind,
    set: { 'spec/cloud/aws/buckets/brainstore': 'Acme' },
    refused: 'spec.cloud.aws.buckets.brainstore',
  },
  {
    name: 'a role that is none',
    kind,
    set: { 'spec/cloud/aws/apiRoleArn': 'role/api' },
    refused: 'spec.cloud.aws.apiRoleArn',
  },
  {
    name: 'no fast reader',
    kind,
    set: { 'spec/brainstore/fastReader/replicas': 0 },
    refused: 'spec.brainstore.fastReader.replicas',
  },
  { name: 'replicas as text', kind, set: { 'spec/api/replicas': '4' }, refused: 'spec.api.replicas' },
  {
    name: 'a variable with value and Secret',
    kind,
    set: { 'spec/api/extraEnv': [{ name: 'A', value: 'x', secretRef }] },
    refused: 'spec.api.extraEnv[0]',
  },
  {
    name: 'a variable twice',
    kind,
    set: {
      'spec/api/extraEnv': [
        { name: 'A', value: 'x' },
        { name: 'A', value: 'y' },
      ],
    },
    refused: 'spec.api.extraEnv[1]',
  },
  { name: 'an unknown role', kind, set: { 'spec/brainstore/reeder': {} }, refused: 'spec.brainstore.reeder' },
  { name: 'a mode that is not there yet', kind, set: { 'spec/mode': 'BYOC' }, refused: 'spec.mode' },
  { name: 'an unknown telemetry', kind, set: { 'spec/telemetry/types': ['all'] }, refused: 'spec.telemetry.types[0]' },
  {
    name: 'a deadline of a second',
    kind,
    set: { 'spec/rollout/stepDeadline': '1s' },
    refused: 'spec.rollout.stepDeadline',
  },
];
