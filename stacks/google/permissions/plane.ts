import { googlePrefixes, responseCachePath } from '../../../src/dataplane/contract/storage.ts';
import type { GoogleEnvironment } from '../../environment/schema/environment.ts';
import type { Grant, Principal } from '../../permissions/grant.ts';
import { bucketNamesOf } from '../bucket-names.ts';
import { accountIdOf, emailOf, planeEmailOf, resourceNames, trustedBy } from './names.ts';

/**
 * The roles. `objectUser` reads, writes and deletes objects and can share none; the vendor's module gives `objectAdmin`.
 * `legacyBucketReader` lists objects and reads the settings of the bucket: without it a missing object looks forbidden.
 */
const roles = {
  use: 'roles/storage.objectUser',
  read: 'roles/storage.objectViewer',
  list: 'roles/storage.legacyBucketReader',
  impersonate: 'roles/iam.serviceAccountTokenCreator',
} as const;

/** The API and Brainstore: their buckets, and nothing else of the project. */
export function planePrincipals(environment: GoogleEnvironment): readonly Principal[] {
  const names = bucketNamesOf(environment);
  const [brainstore, api] = [resourceNames.bucket(names.brainstore), resourceNames.bucket(names.api)];
  return [
    {
      principal: 'api',
      description: 'The API of the plane.',
      trusts: trustedBy(environment, 'api'),
      grants: [
        {
          id: 'OwnObjects',
          allows: [roles.use],
          on: [api],
          neededBy: 'api',
          why: 'stores responses, attachments and the code of functions, and deletes them',
        },
        listing('OwnBucket', api, 'api'),
        {
          id: 'BrainstoreObjects',
          allows: [roles.use],
          on: [brainstore],
          neededBy: 'api',
          why: 'writes rows to the write-ahead log and reads them back before Brainstore has indexed them',
        },
        listing('BrainstoreBucket', brainstore, 'api'),
        {
          id: 'SignedUrls',
          allows: [roles.impersonate],
          on: [resourceNames.account(projectOf(environment), planeEmailOf(environment, 'api'))],
          neededBy: 'api',
          why: 'signs URLs in its own name, by which browsers upload and download attachments',
        },
      ],
    },
    {
      principal: 'brainstore',
      description: 'Brainstore, in its three roles; and the API where it reads as Brainstore.',
      trusts: trustedBy(environment, 'brainstore'),
      grants: [
        {
          id: 'OwnObjects',
          allows: [roles.use],
          on: [brainstore],
          neededBy: 'brainstore',
          why: 'writes segments, log and locks, and deletes what was merged',
        },
        listing('OwnBucket', brainstore, 'brainstore'),
        {
          id: 'ResponsesAndCache',
          allows: [roles.use],
          on: [api],
          expression: below(names.api, [googlePrefixes.response, `${responseCachePath}/`]),
          neededBy: 'brainstore',
          why: 'caches what it answered and reads responses',
        },
        {
          id: 'CodeOfFunctions',
          allows: [roles.read],
          on: [api],
          expression: below(names.api, [googlePrefixes.codeBundle]),
          neededBy: 'brainstore',
          why: 'reads the code of functions that automations and topics run',
        },
        listing('ApiBucket', api, 'brainstore'),
        ...exportTargets(environment),
      ],
    },
  ];
}

/** Brainstore takes on the account of each export target. Source: the vendor's Google module 1.5, impersonation targets. */
export function exportTargets(environment: GoogleEnvironment): readonly Grant[] {
  return environment.spec.exports.map(({ name }) => {
    const email = emailOf(environment, accountIdOf(environment, `export-${name}`));
    return {
      id: `ExportTo${name.replaceAll(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())}`,
      allows: [roles.impersonate],
      on: [resourceNames.account(projectOf(environment), email)],
      neededBy: 'brainstore',
      why: 'writes exports as the account of the target, which alone may write there',
    };
  });
}

function listing(id: string, bucket: string, neededBy: string): Grant {
  return {
    id,
    allows: [roles.list],
    on: [bucket],
    neededBy,
    why: 'lists objects and finds out that one is missing',
  };
}

/** Condition that an object's name begins with one of the prefixes. Source: https://cloud.google.com/iam/docs/conditions-resource-attributes. */
export function below(bucket: string, prefixes: readonly string[]): string {
  return prefixes
    .map((prefix) => `resource.name.startsWith('${resourceNames.bucket(bucket)}/objects/${prefix}')`)
    .join(' || ');
}

function projectOf({ spec }: GoogleEnvironment): string {
  return spec.cloud.project;
}
