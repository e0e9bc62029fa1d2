/** APIs that the vendor asks a person to switch on before its Google module 1.5, and that its bootstrap switches on. */
export const vendorApis = [
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
] as const;

/** APIs that a project must have switched on; the last two serve the certificate and the copies in another region. */
export const apis = [...vendorApis, 'certificatemanager', 'storagetransfer'] as const;

export type Api = (typeof apis)[number];
