import { brainstorePaths } from '../../../src/dataplane/contract/storage.ts';
import type { Grant, Principal } from '../../permissions/grant.ts';
import { metricsOf, objects, throughS3 } from './grants.ts';
import type { PlaneReferences } from './references.ts';

/**
 * The API. The vendor's module gives it `s3:*` on all three buckets and `sts:AssumeRole` on everything; here it may do
 * what it does with objects, where it does it. Source: vendor's AWS module 6.6.0, APIHandlerRole.
 */
export function apiPrincipal<Ref>(
  references: PlaneReferences<Ref | string>,
  more: readonly Grant<Ref | string>[] = [],
): Principal<Ref | string> {
  const { write, brainstoreBucket, responsesBucket, codeBundlesBucket } = references;
  const by = 'api';
  return {
    principal: 'api',
    description: 'The API of the data plane',
    trusts: ['pods with the service account braintrust-api'],
    grants: [
      {
        id: 'WriteAheadLog',
        allows: objects.readWriteDelete,
        on: [write`${brainstoreBucket}/${brainstorePaths.wal}/*`],
        neededBy: by,
        why: 'writes incoming rows to the log that Brainstore indexes, and reads them back until it has',
      },
      {
        id: 'Responses',
        allows: objects.readWriteDelete,
        on: [write`${responsesBucket}/*`],
        neededBy: by,
        why: 'keeps attachments and large responses, and signs the links by which browsers fetch them',
      },
      {
        id: 'CodeBundles',
        allows: objects.readWriteDelete,
        on: [write`${codeBundlesBucket}/*`],
        neededBy: by,
        why: 'keeps the code of functions, and signs the links by which it is uploaded',
      },
      {
        id: 'ListWriteAheadLog',
        allows: objects.list,
        on: [brainstoreBucket],
        onlyIf: { StringLike: { 's3:prefix': [`${brainstorePaths.wal}/*`] } },
        neededBy: by,
        why: 'finds the segments of the log',
      },
      {
        id: 'ListBuckets',
        allows: objects.list,
        on: [responsesBucket, codeBundlesBucket],
        neededBy: by,
        why: 'tells a missing object from a forbidden one',
      },
      throughS3(references, by),
      metricsOf('Braintrust/Api', by, 'reports how busy its event loop is, which is what it scales by'),
      ...more,
    ],
  };
}
