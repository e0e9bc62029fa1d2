import { unknownText, type ResourceTypeTable } from '../resource-type.ts';
import { crud, member, provider } from './facts.ts';

export const storageTypes = {
  'gcp:storage/bucket:Bucket': {
    name: { property: 'name', max: 63, min: 3, pattern: /^[a-z0-9][-a-z0-9]*[a-z0-9]$/, unique: 'global' },
    computed: { url: 'gs://{name}', selfLink: 'https://www.googleapis.com/storage/v1/b/{name}' },
    replacedBy: [
      'name',
      'project',
      'location',
      'customPlacementConfig.dataLocations',
      'enableObjectRetention',
      'hierarchicalNamespace',
    ],
    holdsData: true,
    holds: 'the system of record: write-ahead log, index and locks; or code of functions; or a copy of them',
    tags: 'labels',
    deployer: [...crud('storage.buckets'), 'storage.buckets.getIamPolicy', 'storage.buckets.setIamPolicy'],
    source: provider('storage_bucket'),
  },
  'gcp:storage/bucketIAMMember:BucketIAMMember': member('bucket', 'storage_bucket_iam', [
    'storage.buckets.getIamPolicy',
    'storage.buckets.setIamPolicy',
  ]),
  'gcp:storage/transferJob:TransferJob': {
    name: { property: 'name', max: 128, pattern: /^(transferJobs\/)?[a-z]([-a-z0-9]*[a-z0-9])?$/, unique: 'account' },
    computed: { creationTime: unknownText },
    replacedBy: ['project'],
    holdsData: false,
    tags: 'none',
    deployer: crud('storagetransfer.jobs'),
    source: provider('storage_transfer_job'),
  },
} as const satisfies ResourceTypeTable;
