import type { ResourceType } from './row.ts';

export type Verb = 'read' | 'create' | 'update' | 'delete';

/** A token, and what stands behind it. The value is compared and never shown. */
export interface TokenOptions {
  readonly value: string;
  /** Who it belongs to; several tokens may belong to one account. */
  readonly account: AccountOptions;
  /** Names of the organizations that it sees. */
  readonly organizations: readonly string[];
  readonly restrictions?: Restrictions;
}

export interface AccountOptions {
  readonly name: string;
  readonly email: string;
  readonly kind: 'person' | 'service';
}

/** What an account may not do. The API shows the two kinds of "no" differently. */
export interface Restrictions {
  /** Refused with 403. */
  readonly forbidden?: readonly { readonly resource: ResourceType; readonly verbs: readonly Verb[] }[];
  /** Left out of lists without a word, and "missing" by id. */
  readonly hidden?: readonly ResourceType[];
}

/** The account behind a request, as the handlers see it. */
export interface Caller {
  readonly userId: string;
  readonly account: AccountOptions;
  /** Ids of the organizations that it sees. */
  readonly organizationIds: ReadonlySet<string>;
  readonly restrictions: Restrictions;
}

export function forbids(caller: Caller, resource: ResourceType, verb: Verb): boolean {
  return (caller.restrictions.forbidden ?? []).some((one) => one.resource === resource && one.verbs.includes(verb));
}

export function hides(caller: Caller, resource: ResourceType): boolean {
  return (caller.restrictions.hidden ?? []).includes(resource);
}
