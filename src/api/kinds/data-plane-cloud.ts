import * as z from 'zod';
import { text } from '../fields.ts';
import { secretRef } from '../references.ts';
import type { CelRule } from '../rules.ts';

const bucket = () =>
  text({
    max: 222,
    pattern: /^[a-z0-9][-a-z0-9._]*[a-z0-9]$/,
    form: 'a bucket: lower-case letters, digits, -, _ and .',
  });
const container = () =>
  text({ max: 63, pattern: /^[a-z0-9][-a-z0-9]*[a-z0-9]$/, form: 'a container: lower-case letters, digits and -' });
const roleArn = () =>
  text({
    max: 2048,
    pattern: /^arn:aws[-a-z]*:iam::[0-9]{12}:role\/[^ ]+$/,
    form: 'an IAM role such as arn:aws:iam::123456789012:role/name',
  });
const googleAccount = () =>
  text({
    max: 255,
    pattern: /^[^@ ]+@[^@ ]+[.]gserviceaccount[.]com$/,
    form: 'a service account such as name@project.iam.gserviceaccount.com',
  });
const guid = () =>
  text({ max: 36, pattern: /^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$/, form: 'a client id (UUID)' });

const aws = z.strictObject({
  region: text({ max: 32, pattern: /^[a-z]{2}(-[a-z]+)+-[0-9]$/, form: 'a region such as us-east-1' }).describe(
    'Region of the buckets.',
  ),
  buckets: z
    .strictObject({
      brainstore: bucket().describe('Index, write-ahead log and locks.'),
      responses: bucket().describe('Responses and attachments.'),
      codeBundles: bucket().describe('Code of functions.'),
    })
    .describe('S3 buckets.'),
  apiRoleArn: roleArn().optional().describe('IAM role of the API; left out with EKS Pod Identity.'),
  brainstoreRoleArn: roleArn().optional().describe('IAM role of Brainstore; left out with EKS Pod Identity.'),
});

const google = z.strictObject({
  mode: z.enum(['Autopilot', 'Standard']).describe('How the GKE cluster is run.'),
  autopilotMachineFamily: text({ max: 16, pattern: /^[a-z][a-z0-9]*$/, form: 'a machine family such as c4' })
    .optional()
    .describe('Machine family with local SSD, for Autopilot; c4 if left out.'),
  buckets: z
    .strictObject({
      brainstore: bucket().describe('Index, write-ahead log and locks.'),
      api: bucket().describe('Responses, attachments and code of functions.'),
    })
    .describe('Cloud Storage buckets.'),
  apiServiceAccount: googleAccount()
    .optional()
    .describe('Google service account of the API; it needs one unless it uses an HMAC key.'),
  brainstoreServiceAccount: googleAccount().describe('Google service account of Brainstore.'),
  hmacKey: z
    .strictObject({
      accessKeyId: secretRef().describe('Id of the key.'),
      secretAccessKey: secretRef().describe('The key.'),
      region: text({ max: 32 }).describe('Region of the buckets, as the S3 protocol wants to know it.'),
    })
    .optional()
    .describe('Makes the API reach the buckets by the S3 protocol; workload identity is used if left out.'),
});

const azure = z.strictObject({
  storageAccountName: text({
    max: 24,
    pattern: /^[a-z0-9]{3,24}$/,
    form: '3 to 24 lower-case letters and digits',
  }).describe('Storage account.'),
  containers: z
    .strictObject({
      brainstore: container().default('brainstore').describe('Index, write-ahead log and locks.'),
      responses: container().default('responses').describe('Responses and attachments.'),
      codeBundles: container().default('code-bundles').describe('Code of functions.'),
    })
    .prefault({})
    .describe('Blob containers.'),
  storageConnectionString: secretRef().describe('Connection string with the blob endpoint; the API reads it.'),
  apiClientId: guid().describe('Client id of the identity of the API.'),
  brainstoreClientId: guid().describe('Client id of the identity of Brainstore.'),
  cacheVolume: z
    .enum(['ContainerStorage', 'EmptyDir'])
    .default('ContainerStorage')
    .describe('Local NVMe through the Azure Container Storage driver, or the disk of the node.'),
});

export const cloud = z
  .discriminatedUnion('provider', [
    z.strictObject({ provider: z.literal('aws'), aws: aws.describe('Amazon Web Services.') }),
    z.strictObject({ provider: z.literal('google'), google: google.describe('Google Cloud.') }),
    z.strictObject({ provider: z.literal('azure'), azure: azure.describe('Microsoft Azure.') }),
  ])
  .describe('The cloud that the buckets are in, and who the pods are there.');

const sameIn = (provider: string, field: string, message: string): CelRule => ({
  rule: `!has(self.cloud.${provider}) || !has(oldSelf.cloud.${provider}) || self.cloud.${provider}.${field} == oldSelf.cloud.${provider}.${field}`,
  message,
  fieldPath: `.cloud.${provider}.${field}`,
});

const whereDataIs = 'is immutable: the data would stay behind in the old place';

/** Where the data lives never changes under a live plane. */
export const cloudTransitions: readonly CelRule[] = [
  { rule: 'self.cloud.provider == oldSelf.cloud.provider', message: whereDataIs, fieldPath: '.cloud.provider' },
  sameIn('aws', 'region', whereDataIs),
  sameIn('aws', 'buckets', whereDataIs),
  sameIn('google', 'buckets', whereDataIs),
  sameIn('google', 'mode', 'is immutable: a cluster cannot change its mode'),
  sameIn('azure', 'storageAccountName', whereDataIs),
  sameIn('azure', 'containers', whereDataIs),
];
