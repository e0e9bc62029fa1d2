import { Account } from '@pulumi/gcp/serviceaccount/account.js';
import { IAMMember } from '@pulumi/gcp/serviceaccount/iammember.js';
import type * as pulumi from '@pulumi/pulumi';

/** A service account of the project, with a sentence that says what it is. Keys are never made. */
export function newAccount(
  name: string,
  {
    project,
    accountId,
    description,
  }: { readonly project: string; readonly accountId: string; readonly description: string },
  options: pulumi.CustomResourceOptions,
): Account {
  return new Account(
    name,
    { project, accountId, displayName: accountId, description: description.slice(0, 256) },
    options,
  );
}

/** Lets pods with a Kubernetes service account act as a service account. */
export function trustPods(
  name: string,
  account: Account,
  member: string,
  options: pulumi.CustomResourceOptions,
): IAMMember {
  return new IAMMember(
    name,
    { serviceAccountId: account.name, role: 'roles/iam.workloadIdentityUser', member },
    options,
  );
}
