import { FederatedIdentityCredential } from '@pulumi/azure-native/managedidentity/federatedIdentityCredential.js';
import { UserAssignedIdentity } from '@pulumi/azure-native/managedidentity/userAssignedIdentity.js';
import * as pulumi from '@pulumi/pulumi';
import { componentContracts } from '../../src/dataplane/contract/components.ts';
import { AzureConcern } from './azure-concern.ts';
import type { ClusterReference, StorageReference, VaultReference } from './references.ts';
import { assignRoles, type Scopes } from './role-assignments.ts';
import { secretNamesOf } from './secret-names.ts';
import { operatorAccount } from './service-accounts.ts';
import type { Site } from './site.ts';

type Pod = 'api' | 'brainstore' | 'operator';

/** Whom Entra ID expects a token of a pod to be for. Source: Azure documentation, "Workload identity federation". */
const audience = 'api://AzureADTokenExchange';

/** Who pods are: an identity each, let in by the token of one service account of one namespace. */
export class IdentityConcern extends AzureConcern {
  readonly clientIds: Readonly<Record<Pod, pulumi.Input<string>>>;

  constructor(
    site: Site,
    cluster: ClusterReference,
    storage: StorageReference,
    vault: VaultReference,
    secrets: readonly pulumi.Resource[],
  ) {
    super('identity', site);
    const { identity, plane } = site.environment.spec;
    if (identity.type === 'Existing') {
      this.clientIds = {
        api: identity.apiClientId,
        brainstore: identity.brainstoreClientId,
        operator: identity.operatorClientId,
      };
      return;
    }
    const scopes: Scopes = {
      'storage account': storage.accountId,
      ...Object.fromEntries(Object.values(storage.containers).map(({ name, id }) => [`container ${name}`, id])),
      ...Object.fromEntries(
        Object.values(secretNamesOf(site.environment)).map((name) => [
          `secret ${name}`,
          pulumi.interpolate`${vault.id}/secrets/${name}`,
        ]),
      ),
    };
    const make = (pod: Pod, namespace: string, account: string): pulumi.Output<string> => {
      const made = new UserAssignedIdentity(
        this.named(pod),
        { ...this.located, resourceName: this.nameOf('azure-native:managedidentity:UserAssignedIdentity', pod) },
        this.child(),
      );
      new FederatedIdentityCredential(
        this.named(`${pod}-trust`),
        {
          ...this.grouped,
          resourceName: made.name,
          federatedIdentityCredentialResourceName: this.nameOf(
            'azure-native:managedidentity:FederatedIdentityCredential',
            pod,
          ),
          issuer: cluster.oidcIssuerUrl,
          subject: `system:serviceaccount:${namespace}:${account}`,
          audiences: [audience],
        },
        this.child(),
      );
      assignRoles(site, this.concern, pod, made.principalId, scopes, this.child({ dependsOn: [...secrets] }));
      return made.clientId;
    };
    this.clientIds = {
      api: make('api', plane.namespace, componentContracts.api.serviceAccount),
      brainstore: make('brainstore', plane.namespace, componentContracts.writer.serviceAccount),
      operator: make('operator', operatorAccount.namespace, operatorAccount.name),
    };
  }
}
