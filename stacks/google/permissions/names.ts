import { componentContracts } from '../../../src/dataplane/contract/components.ts';
import type { GoogleEnvironment } from '../../environment/schema/environment.ts';
import { nameOf } from '../../naming/name-of.ts';

const accountType = 'gcp:serviceaccount/account:Account';

/** Pods that become somebody in the cloud, by Kubernetes service account. */
const operator = { namespace: 'planewright-system', serviceAccount: 'planewright-operator' } as const;

export type PlaneAccount = 'api' | 'brainstore' | 'operator';

/** Account id, the part before the @: at most 30 characters, and six at least, hence `plane-api`. */
export function accountIdOf(environment: GoogleEnvironment, role: PlaneAccount | 'nodes' | `export-${string}`): string {
  return nameOf(environment, accountType, role === 'api' ? 'plane-api' : role);
}

/** Address of a service account of the project. */
export function emailOf({ spec }: GoogleEnvironment, accountId: string): string {
  return `${accountId}@${spec.cloud.project}.iam.gserviceaccount.com`;
}

/** Address of a component's service account, made or brought. */
export function planeEmailOf(environment: GoogleEnvironment, account: PlaneAccount): string {
  const { identity } = environment.spec;
  if (identity.type === 'New') return emailOf(environment, accountIdOf(environment, account));
  return {
    api: identity.apiServiceAccount,
    brainstore: identity.brainstoreServiceAccount,
    operator: identity.operatorServiceAccount,
  }[account];
}

/** A Kubernetes service account of the cluster, as IAM names it. */
function podsOf({ spec }: GoogleEnvironment, namespace: string, serviceAccount: string): string {
  return `serviceAccount:${spec.cloud.project}.svc.id.goog[${namespace}/${serviceAccount}]`;
}

/**
 * Which pods may act as which account. Pods of the API act as Brainstore too: from version 2.0 on the API reads
 * Brainstore's objects as Brainstore. Source: the vendor's Google module 1.5.
 */
export function trustedBy(environment: GoogleEnvironment, account: PlaneAccount): readonly string[] {
  const { namespace } = environment.spec.plane;
  const api = podsOf(environment, namespace, componentContracts.api.serviceAccount);
  const brainstore = podsOf(environment, namespace, componentContracts.reader.serviceAccount);
  return {
    api: [api],
    brainstore: [brainstore, api],
    operator: [podsOf(environment, operator.namespace, operator.serviceAccount)],
  }[account];
}

/** Full names of resources, as IAM and its conditions write them. */
export const resourceNames = {
  bucket: (bucket: string) => `projects/_/buckets/${bucket}`,
  account: (project: string, email: string) => `projects/${project}/serviceAccounts/${email}`,
  project: (project: string) => `projects/${project}`,
};
