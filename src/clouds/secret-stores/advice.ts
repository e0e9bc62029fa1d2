import type { StoredSecretReference } from './reference.ts';

interface Advice {
  /** Whom the operator is in that cloud, and what makes it so. */
  readonly identity: string;
  /** The right that reading takes. */
  readonly right: string;
  /** Command by which a person puts the value in. `FILE` holds it, so that it is in no history of a shell. */
  readonly fill: string;
}

/** What a person can do about a secret that the operator cannot read. */
export function adviceOn(reference: StoredSecretReference): Advice {
  const { text } = reference;
  switch (reference.store) {
    case 'aws':
      return {
        identity:
          'role in AWS (annotation eks.amazonaws.com/role-arn of its ServiceAccount, or a Pod Identity association)',
        right: `secretsmanager:GetSecretValue on ${text}, and kms:Decrypt on the key that encrypts it`,
        fill: `aws secretsmanager put-secret-value --region ${reference.region} --secret-id ${text} --secret-string file://FILE`,
      };
    case 'google':
      return {
        identity: 'service account in Google Cloud (annotation iam.gke.io/gcp-service-account of its ServiceAccount)',
        right: `roles/secretmanager.secretAccessor on ${text}`,
        fill: `gcloud secrets versions add ${reference.name} --project ${reference.project} --data-file FILE`,
      };
    case 'azure':
      return {
        identity: 'managed identity in Azure (annotation azure.workload.identity/client-id of its ServiceAccount)',
        right: `the role Key Vault Secrets User on ${text}`,
        fill: `az keyvault secret set --vault-name ${reference.vault} --name ${reference.name} --file FILE`,
      };
  }
}
