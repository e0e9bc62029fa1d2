import type { BucketFacts, DatabaseFacts, KeyFacts, Look, SecretFacts } from '../facts.ts';
import type { Holdings } from '../subjects.ts';

/** A database that the stack made, by name; or one that was brought, of which the file knows the host alone. */
export type DatabaseTarget = { readonly name: string } | { readonly host: string };

/** What one cloud can be asked about backups. Nothing is changed, and no value of a secret is read. */
export interface Probe {
  readonly database: (target: DatabaseTarget) => Promise<Look<DatabaseFacts>>;
  readonly bucket: (name: string) => Promise<Look<BucketFacts>>;
  readonly key: (key: Holdings['keys'][number]) => Promise<Look<KeyFacts>>;
  readonly secret: (name: string) => Promise<Look<SecretFacts>>;
}

/** The latest of some moments, RFC 3339. */
export function latest(moments: readonly (string | undefined)[]): string | undefined {
  return moments.filter((moment) => moment !== undefined).toSorted((a, b) => Date.parse(b) - Date.parse(a))[0];
}
