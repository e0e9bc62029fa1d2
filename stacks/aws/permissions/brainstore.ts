import { brainstorePaths, responseCachePath } from '../../../src/dataplane/contract/storage.ts';
import type { Grant, Principal } from '../../permissions/grant.ts';
import { objects, throughS3 } from './grants.ts';
import type { PlaneReferences } from './references.ts';

/**
 * Brainstore, in all its roles: one service account, one store. What the vendor's module gives to its EC2 hosts (logs,
 * tags, parameters, secrets) is not needed by pods. Source: vendor's AWS module 6.6.0, BrainstoreRole.
 */
export function brainstorePrincipal<Ref>(references: PlaneReferences<Ref | string>): Principal<Ref | string> {
  const { write, brainstoreBucket, responsesBucket, codeBundlesBucket, exportRoles } = references;
  const by = 'brainstore';
  const exporting: Grant<Ref | string>[] =
    exportRoles.length === 0
      ? []
      : [
          {
            id: 'Exports',
            allows: ['sts:AssumeRole'],
            on: exportRoles,
            // The vendor gives every export an external id of this form. Source: AWS module 6.6.0, APIHandlerRole.
            onlyIf: { StringLike: { 'sts:ExternalId': 'bt:*' } },
            neededBy: by,
            why: 'writes exports to the buckets that the environment names, as the role made for each',
          },
          {
            id: 'ExportSessions',
            allows: ['sts:TagSession'],
            on: exportRoles,
            neededBy: by,
            why: 'carries the tags of EKS Pod Identity along, which are handed on to every role that is taken on',
          },
        ];
  return {
    principal: 'brainstore',
    description: 'Brainstore, readers and writers',
    trusts: ['pods with the service account brainstore'],
    grants: [
      {
        id: 'Store',
        allows: objects.readWriteDelete,
        on: Object.values(brainstorePaths).map((path) => write`${brainstoreBucket}/${path}/*`),
        neededBy: by,
        why: 'keeps log, index and locks, and deletes segments that were merged',
      },
      {
        id: 'ListStore',
        allows: objects.listAll,
        on: [brainstoreBucket],
        neededBy: by,
        why: 'finds its segments',
      },
      {
        id: 'ResponseCache',
        allows: objects.readWriteDelete,
        on: [write`${responsesBucket}/${responseCachePath}/*`],
        neededBy: by,
        why: 'keeps answers for a day',
      },
      {
        id: 'Attachments',
        allows: objects.read,
        on: [write`${responsesBucket}/*`],
        neededBy: by,
        why: 'reads attachments that rows point to',
      },
      {
        id: 'Code',
        allows: objects.read,
        on: [write`${codeBundlesBucket}/*`],
        neededBy: by,
        why: 'reads the code of scorers that run on new rows',
      },
      {
        id: 'ListOthers',
        allows: objects.list,
        on: [responsesBucket, codeBundlesBucket],
        neededBy: by,
        why: 'tells a missing object from a forbidden one',
      },
      throughS3(references, by),
      ...exporting,
    ],
  };
}
