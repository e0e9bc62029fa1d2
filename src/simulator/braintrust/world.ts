import { createHash } from 'node:crypto';
import type { Clock } from '../../runtime/clock.ts';
import type { Randomness } from '../../runtime/randomness.ts';
import type { AccountOptions, Caller, Restrictions, TokenOptions } from './accounts.ts';
import { Collection } from './collection.ts';
import type { BraintrustProfile, Plan } from './profile.ts';
import { resourceTypes, text, type ResourceType, type Row } from './row.ts';

export interface OrganizationOptions {
  readonly name: string;
  /** Made by chance where left out. */
  readonly id?: string;
  /** Null, the default, means the hosted plane. */
  readonly apiUrl?: string | null;
  /** Default Enterprise. */
  readonly plan?: Plan;
  /** Ids of functions that environment variables can be scoped to; functions themselves are not served. */
  readonly functions?: readonly string[];
}

export interface WorldOptions {
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly profile: BraintrustProfile;
  readonly organizations: readonly OrganizationOptions[];
  readonly tokens: readonly TokenOptions[];
}

/** All state of the stand-in. Secret values stay in here: they can be compared, never read. */
export class World {
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly profile: BraintrustProfile;
  readonly #collections: Readonly<Record<ResourceType, Collection>>;
  readonly #secrets = new Map<string, string>();
  readonly #tokens = new Map<string, TokenOptions>();
  readonly #restrictions = new Map<string, Restrictions>();
  readonly #members = new Map<string, Set<string>>();
  readonly #plans = new Map<string, Plan>();
  readonly #functions = new Map<string, string>();
  #lastInstant = 0;

  constructor(options: WorldOptions) {
    this.clock = options.clock;
    this.randomness = options.randomness;
    this.profile = options.profile;
    const empty = resourceTypes.map((type) => [type, new Collection()] as const);
    this.#collections = Object.fromEntries(empty) as Record<ResourceType, Collection>;
    for (const organization of options.organizations) this.addOrganization(organization);
    for (const token of options.tokens) this.addToken(token);
  }

  addOrganization(options: OrganizationOptions): Row {
    const row = {
      id: options.id ?? this.randomness.uuid(),
      name: options.name,
      api_url: options.apiUrl ?? null,
      is_universal_api: null,
      is_dataplane_private: null,
      proxy_url: null,
      realtime_url: null,
      created: this.instant(),
      image_rendering_mode: null,
    };
    this.put('organization', row);
    this.#plans.set(row.id, options.plan ?? 'Enterprise');
    for (const id of options.functions ?? []) this.#functions.set(id, row.id);
    return row;
  }

  /** Makes the account, too, where its e-mail is new. */
  addToken(token: TokenOptions): void {
    this.callerOf(token.account, token.organizations);
    this.#tokens.set(token.value, token);
  }

  /** From now on the value is answered with 401. */
  revokeToken(value: string): void {
    this.#tokens.delete(value);
  }

  /** Replaces what the account of this e-mail may not do. */
  restrict(email: string, restrictions: Restrictions): void {
    this.#restrictions.set(email, restrictions);
  }

  /** Who a token belongs to, or undefined where nobody knows it. */
  authenticate(value: string): Caller | undefined {
    const token = this.#tokens.get(value);
    return token === undefined ? undefined : this.callerOf(token.account, token.organizations, token.restrictions);
  }

  /** Makes the account a member of these organizations; its user is made on first sight. */
  callerOf(account: AccountOptions, organizations: readonly string[], own: Restrictions = {}): Caller {
    const userId = this.#userId(account);
    const organizationIds = new Set(this.#idsOf(organizations));
    this.#members.set(userId, new Set([...(this.#members.get(userId) ?? []), ...organizationIds]));
    return {
      userId,
      account,
      organizationIds,
      restrictions: this.#restrictions.get(account.email) ?? own,
    };
  }

  #userId(account: AccountOptions): string {
    for (const user of this.all('user')) if (text(user, 'email') === account.email.toLowerCase()) return user.id;
    const row = {
      id: this.randomness.uuid(),
      given_name: account.name,
      family_name: null,
      email: account.email.toLowerCase(),
      avatar_url: null,
      created: this.instant(),
    };
    this.put('user', row);
    return row.id;
  }

  organizationsOfUser(userId: string): readonly string[] {
    return [...(this.#members.get(userId) ?? [])];
  }

  planOf(organizationId: string): Plan {
    return this.#plans.get(organizationId) ?? 'Enterprise';
  }

  organizationOfFunction(functionId: string): string | undefined {
    return this.#functions.get(functionId);
  }

  current(type: ResourceType, id: string): Row | undefined {
    return this.#collections[type].current(id);
  }

  all(type: ResourceType): Iterable<Row> {
    return this.#collections[type].all();
  }

  /** What a list shows now: newest first, as late as the profile says. */
  listed(type: ResourceType): Row[] {
    return this.#collections[type].asOf(this.clock.now() - this.profile.listLagMs);
  }

  put(type: ResourceType, row: Row): void {
    const now = this.clock.now();
    this.#collections[type].put(row, now, now - this.profile.listLagMs);
  }

  remove(type: ResourceType, id: string): void {
    const now = this.clock.now();
    this.#collections[type].remove(id, now, now - this.profile.listLagMs);
    this.#secrets.delete(id);
  }

  keepSecret(id: string, value: string): void {
    this.#secrets.set(id, value);
  }

  holdsSecret(id: string, value: string): boolean {
    return this.#secrets.get(id) === value;
  }

  /** SHA-256 of the stored value, by which two end states are compared; null where none is stored. */
  secretFingerprint(id: string): string | null {
    const value = this.#secrets.get(id);
    return value === undefined ? null : createHash('sha256').update(value).digest('hex');
  }

  /** RFC 3339 with milliseconds; no two are equal, so that a later write is always seen to be later. */
  instant(): string {
    this.#lastInstant = Math.max(this.clock.now(), this.#lastInstant + 1);
    return new Date(this.#lastInstant).toISOString();
  }

  #idsOf(names: readonly string[]): string[] {
    return names.map((name) => {
      for (const row of this.all('organization')) if (row['name'] === name) return row.id;
      throw new Error(`no organization named ${name} in this world`);
    });
  }
}
