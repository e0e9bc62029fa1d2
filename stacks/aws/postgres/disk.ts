import type { AwsEnvironment } from '../../environment/schema/environment.ts';

export type NewPostgres = Extract<AwsEnvironment['spec']['postgres'], { readonly type: 'New' }>;

/** From this size on RDS spreads a gp3 disk over four volumes and takes wishes. Source: RDS User Guide, gp3 storage. */
const provisionableFromGiB = 400;

/** The disk of the database. Smaller ones come with 3000 IOPS and 125 MiB/s, and RDS refuses any wish for them. */
export function diskOf({ storageGiB, maxStorageGiB, iops, throughputMiBps }: NewPostgres) {
  const provisionable = storageGiB >= provisionableFromGiB;
  return {
    storageType: 'gp3',
    allocatedStorage: storageGiB,
    ...(maxStorageGiB > storageGiB && { maxAllocatedStorage: maxStorageGiB }),
    ...(provisionable && iops > 0 && { iops }),
    ...(provisionable && throughputMiBps > 0 && { storageThroughput: throughputMiBps }),
  };
}
