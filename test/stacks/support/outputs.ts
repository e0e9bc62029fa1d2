import type { AwsOutputs, AzureOutputs, GoogleOutputs } from '../../../stacks/outputs.ts';

const stored = (secret: string) => ({ value: { secret } });

const common = {
  clusterName: 'acme',
  clusterEndpoint: '<kubernetes.cluster.endpoint>',
  planeUrl: 'https://braintrust.example.com',
  dnsRecords: [{ name: 'braintrust.example.com', type: 'CNAME', value: '<entry.balancer.dnsName>' }],
  apiServiceAnnotations: { 'example.com/target-group': '<entry.api.arn>' },
  apiServiceType: 'ClusterIP' as const,
  brainstoreNodeSelector: { 'planewright.dev/pool': 'brainstore' },
  brainstoreTolerations: [
    { key: 'planewright.dev/pool', operator: 'Equal' as const, value: 'brainstore', effect: 'NoSchedule' },
  ],
  clusterObjects: [{ apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata: { name: 'local' } }],
};

const secrets = {
  postgresUrl: {
    template: 'postgres://plane:{password}@<postgres.instance.address>:5432/braintrust',
    parts: { password: { secret: '<postgres.instance.masterUserSecrets.0.secretArn>', field: 'password' } },
  },
  redisUrl: stored('acme-redis-url'),
  licenseKey: stored('acme-license-key'),
  functionSecretKey: stored('acme-function-secret-key'),
};

/** What a program hands over, as far as it is known beforehand. */
export const awsExample: AwsOutputs = {
  ...common,
  secrets,
  provider: 'aws',
  region: 'us-east-1',
  brainstoreBucket: 'acme-brainstore',
  responsesBucket: 'acme-responses',
  codeBundlesBucket: 'acme-code-bundles',
  apiRoleArn: 'arn:aws:iam::123456789012:role/acme-api',
  brainstoreRoleArn: 'arn:aws:iam::123456789012:role/acme-brainstore',
  operatorRoleArn: 'arn:aws:iam::123456789012:role/acme-operator',
  exportRoleArns: {},
  quarantineEnvironment: { QUARANTINE_REGION: 'us-east-1' },
};

export const googleExample: GoogleOutputs = {
  ...common,
  secrets,
  provider: 'google',
  mode: 'Autopilot',
  autopilotMachineFamily: 'c4',
  brainstoreBucket: 'acme-brainstore',
  apiBucket: 'acme-api',
  apiServiceAccount: 'acme-api@some-project.iam.gserviceaccount.com',
  brainstoreServiceAccount: 'acme-brainstore@some-project.iam.gserviceaccount.com',
  operatorServiceAccount: 'acme-operator@some-project.iam.gserviceaccount.com',
  exportServiceAccounts: {},
};

export const azureExample: AzureOutputs = {
  ...common,
  secrets: { ...secrets, storageConnectionString: stored('https://acme.vault.azure.net/secrets/storage') },
  provider: 'azure',
  storageAccountName: 'acmestorage0a1b2c3d',
  brainstoreContainer: 'brainstore',
  responsesContainer: 'responses',
  codeBundlesContainer: 'code-bundles',
  apiClientId: '<identity.api.clientId>',
  brainstoreClientId: '<identity.brainstore.clientId>',
  operatorClientId: '<identity.operator.clientId>',
  keyVaultUri: 'https://acme.vault.azure.net',
};
