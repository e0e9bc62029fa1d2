/** What rights can be granted on here, taken from its full name. */
export type GrantedOn =
  | { readonly kind: 'bucket'; readonly bucket: string }
  | { readonly kind: 'secret'; readonly project: string; readonly secretId: string }
  | { readonly kind: 'account'; readonly account: string }
  | { readonly kind: 'project'; readonly project: string };

/**
 * Reads the full name of a resource, such as `projects/_/buckets/b`.
 * @throws TypeError if it names none of these: a secret was written in the words of another cloud, for instance.
 */
export function grantedOn(name: string): GrantedOn {
  const [, project, kind, id] = /^projects\/([^/]+)(?:\/(buckets|secrets|serviceAccounts)\/([^/]+))?$/.exec(name) ?? [];
  if (project === undefined) {
    throw new TypeError(`${name} is no bucket, secret, service account or project of Google Cloud; write projects/…`);
  }
  if (id === undefined) return { kind: 'project', project };
  if (kind === 'buckets') return { kind: 'bucket', bucket: id };
  return kind === 'secrets' ? { kind: 'secret', project, secretId: id } : { kind: 'account', account: name };
}
