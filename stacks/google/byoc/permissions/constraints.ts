/** A constraint of the organization, set for the project. */
export interface Constraint {
  readonly id: string;
  readonly constraint: string;
  readonly why: string;
}

/** Constraints under which the vendor's module works: it makes none of what they forbid. */
export const constraints: readonly Constraint[] = [
  {
    id: 'NoPublicBuckets',
    constraint: 'storage.publicAccessPrevention',
    why: 'no bucket is opened to the public',
  },
  {
    id: 'UniformBuckets',
    constraint: 'storage.uniformBucketLevelAccess',
    why: 'rights on buckets come from IAM alone',
  },
  { id: 'NoPublicSql', constraint: 'sql.restrictPublicIp', why: 'no database has a public address' },
  {
    id: 'NoAccountKeys',
    constraint: 'iam.disableServiceAccountKeyCreation',
    why: 'no account has a key that outlives a session',
  },
];
