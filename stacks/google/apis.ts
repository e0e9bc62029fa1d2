/**
 * APIs that a project must have switched on. The first 21 are those that the vendor asks a person to switch on before
 * its Google module 1.5; the last two serve the certificate and the copies in another region.
 */
export const apis = [
  'artifactregistry',
  'autoscaling',
  'cloudkms',
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
  'certificatemanager',
  'storagetransfer',
] as const;

export type Api = (typeof apis)[number];
