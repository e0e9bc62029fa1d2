import type { Principal } from '../../permissions/grant.ts';

/** External ids that the plane gives to exports. Source: vendor's AWS module 6.6.0, services-common. */
export const exportExternalIds = 'bt:*';

/** What the table of one export speaks of. */
export interface ExportReferences<Ref> {
  readonly name: string;
  /** ARN of the bucket. */
  readonly bucket: Ref;
  /** ARN of the objects that the export may write. */
  readonly objects: Ref;
}

/** One export: it writes to its place in its bucket, and reads, lists and deletes nothing. */
export function exportPrincipal<Ref>({ name, bucket, objects }: ExportReferences<Ref>): Principal<Ref> {
  return {
    principal: `export-${name}`,
    description: `Writes the export ${name}`,
    trusts: [`Brainstore, with an external id ${exportExternalIds}`],
    grants: [
      {
        id: 'Write',
        allows: ['s3:PutObject', 's3:AbortMultipartUpload'],
        on: [objects],
        neededBy: 'brainstore',
        why: 'writes exported rows, and takes back what it could not finish',
      },
      {
        id: 'Locate',
        allows: ['s3:GetBucketLocation'],
        on: [bucket],
        neededBy: 'brainstore',
        why: 'finds the region of the bucket',
      },
    ],
  };
}
