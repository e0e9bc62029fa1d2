/**
 * Weaknesses of the vendor's published infrastructure modules (AWS 4.1, Google 1.5, Azure 1.1), by cloud. Each has a row
 * in the table of its cloud; a test holds the two together.
 */
export const weaknessIds = {
  aws: [
    'single-nat',
    'redis-plaintext',
    'redis-single-node',
    'redis-without-backup',
    'postgres-single-zone',
    'postgres-old-version',
    'no-flow-logs',
    's3-endpoint-policy-open',
    'api-role-s3-everything',
    'assume-role-on-everything',
    'support-role-without-external-id',
    'bastion-reads-database-secret',
    'secret-never-rotates',
    'postgres-url-without-sslmode',
    'license-in-plain-environment',
    'mutable-machine-image',
    'functions-outside-state',
    'compute-three-times',
    'no-cluster',
    'missing-outputs',
    'wrong-output-name',
    'key-deletion-window-minimal',
    'no-backup-elsewhere',
    'no-alarms',
    'tests-count-modules-only',
  ],
  google: [
    'public-control-plane',
    'redis-plaintext',
    'outputs-not-marked-secret',
    'hmac-off-crashes',
    'maintenance-day-ignored',
    'key-can-be-destroyed',
    'authoritative-bindings',
    'no-secret-store',
    'no-function-secret',
    'no-entry',
    'no-dns',
    'no-certificate',
    'private-services-race',
    'name-longer-than-service-account',
    'seqscan-off-everywhere',
    'no-standard-node-pools',
    'no-cluster-outputs',
    'no-code-isolation',
    'no-support-path',
    'no-plan-tests',
  ],
  azure: [
    'vault-public-network',
    'storage-public-network',
    'no-versioning',
    'no-lifecycle',
    'no-delete-ops-expiry',
    'no-cache-expiry',
    'redis-retired-tier',
    'postgres-same-zone',
    'postgres-old-version',
    'postgres-backup-week',
    'empty-security-groups',
    'no-taints',
    'namespace-hard-coded',
    'cluster-contributor-on-group',
    'kubeconfig-in-outputs',
    'entry-plaintext-to-origin',
    'entry-manual-approval',
    'entry-not-in-existing-network',
    'postgres-restart-by-hand',
    'vault-dns-zone-not-brought',
    'cluster-off-by-default',
    'no-code-isolation',
    'no-support-path',
    'no-plan-tests',
  ],
} as const;

type WeakCloud = keyof typeof weaknessIds;
type WeaknessId<Cloud extends WeakCloud> = (typeof weaknessIds)[Cloud][number];

export interface Weakness<Cloud extends WeakCloud = WeakCloud> {
  readonly id: WeaknessId<Cloud>;
  readonly cloud: Cloud;
  /** What is weak, as a sentence. */
  readonly weakness: string;
  /** Where that is seen: module and version. */
  readonly source: string;
  /** Closed by default, or left as it is. */
  readonly state: 'closed' | 'declined';
  /** What closes it and which test shows it; or why it is declined. */
  readonly how: string;
}
