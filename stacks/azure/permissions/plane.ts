import { componentContracts } from '../../../src/dataplane/contract/components.ts';
import { containerNamesOf } from '../containers.ts';
import type { AzureEnvironment } from '../../environment/schema/environment.ts';
import type { Grant, Principal } from '../../permissions/grant.ts';
import { operatorAccount } from '../service-accounts.ts';
import { secretNamesOf } from '../secret-names.ts';

/** What pods may do: API, Brainstore, and the operator. The vendor gives one identity the account and the whole vault. */
export function planePrincipals(environment: AzureEnvironment): readonly Principal[] {
  const { namespace } = environment.spec.plane;
  const containers = containerNamesOf(environment);
  const account = (name: string): string => `service account ${namespace}/${name}`;
  const keeps = (id: string, container: string, neededBy: string, why: string): Grant => ({
    id,
    allows: ['Storage Blob Data Contributor'],
    on: [`container ${container}`],
    neededBy,
    why,
  });
  return [
    {
      principal: 'api',
      description: 'The API of the plane.',
      trusts: [account(componentContracts.api.serviceAccount)],
      grants: [
        keeps('WriteAheadLog', containers.brainstore, 'api', 'writes what is logged, and reads it back'),
        keeps('Responses', containers.responses, 'api', 'keeps large responses and attachments'),
        keeps('CodeBundles', containers.codeBundles, 'api', 'keeps the code of functions'),
        {
          id: 'SignedUrls',
          allows: ['Storage Blob Delegator'],
          on: ['storage account'],
          neededBy: 'api',
          why: 'signs URLs by which browsers and SDKs load attachments, no further than its own rights go',
        },
      ],
    },
    {
      principal: 'brainstore',
      description: 'Brainstore: readers, fast readers and writers.',
      trusts: [account(componentContracts.writer.serviceAccount)],
      grants: [
        keeps(
          'Index',
          containers.brainstore,
          'brainstore',
          'writes segments, compacts them, deletes those merged, and takes locks',
        ),
        keeps('ResponseCache', containers.responses, 'brainstore', 'keeps a cache of responses'),
        {
          id: 'CodeBundles',
          allows: ['Storage Blob Data Reader'],
          on: [`container ${containers.codeBundles}`],
          neededBy: 'brainstore',
          why: 'loads the code of functions that score',
        },
      ],
    },
    {
      principal: 'operator',
      description: "Planewright's operator.",
      trusts: [`service account ${operatorAccount.namespace}/${operatorAccount.name}`],
      grants: [
        {
          id: 'PlaneSecrets',
          allows: ['Key Vault Secrets User'],
          on: Object.values(secretNamesOf(environment)).map((name) => `secret ${name}`),
          neededBy: 'operator',
          why: "reads the secrets of the plane and composes the plane's Secret of them",
        },
      ],
    },
  ];
}
