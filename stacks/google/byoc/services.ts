/** Services that a plane needs. Source: vendor's Google module, managed-byoc. */
export const planeServices: readonly string[] = [
  'artifactregistry',
  'autoscaling',
  'cloudkms',
  'cloudquotas',
  'cloudresourcemanager',
  'compute',
  'container',
  'dns',
  'iam',
  'iamcredentials',
  'logging',
  'monitoring',
  'oslogin',
  'redis',
  'secretmanager',
  'servicenetworking',
  'sqladmin',
  'storage',
  'storage-api',
  'storage-component',
  'sts',
  'vpcaccess',
].map((service) => `${service}.googleapis.com`);

/** What the bootstrap itself needs beyond them: policies of the organization. */
export const bootstrapServices: readonly string[] = ['orgpolicy.googleapis.com'];
