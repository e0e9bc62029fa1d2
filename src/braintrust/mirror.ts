import type { Clock } from '../runtime/clock.ts';
import type { AdminClient } from './client.ts';
import { getRow } from './get-row.ts';
import { listPage, listRows, type Listing } from './list-rows.ts';
import { aiSecretKind, type AiSecretRow } from './resources/ai-secret.ts';
import { envVarKind, type EnvVarRow } from './resources/env-var.ts';
import { projectKind, type ProjectRow } from './resources/project.ts';
import { projectTagKind, type ProjectTagRow } from './resources/project-tag.ts';
import { keyOf, type Row, type RowKind } from './resources/row.ts';
import { Resync } from './resync.ts';
import { RemoteTable } from './table.ts';

export interface MirrorOptions {
  readonly client: AdminClient;
  readonly clock: Clock;
  readonly organization: { readonly id: string; readonly name: string };
  /** UID of the resource that declares the organization: decides the phase of the resync. */
  readonly uid: string;
  readonly resyncIntervalMs: number;
}

/**
 * What the API knows of one organization, listed page by page once a resync, so that deciding a thousand objects costs
 * pages and not objects. Environment variables have no list of the whole organization: one list per object that owns some.
 */
export class OrganizationMirror {
  readonly organization: MirrorOptions['organization'];
  readonly projects: RemoteTable<ProjectRow>;
  readonly projectTags: RemoteTable<ProjectTagRow>;
  readonly aiSecrets: RemoteTable<AiSecretRow>;
  readonly #options: MirrorOptions;
  readonly #resync: Resync;
  readonly #envVars = new Map<string, RemoteTable<EnvVarRow>>();

  constructor(options: MirrorOptions) {
    this.#options = options;
    this.#resync = new Resync(options.uid, options.resyncIntervalMs);
    this.organization = options.organization;
    this.projects = this.#organizationWide(projectKind, 'project_name');
    this.projectTags = this.#organizationWide(projectTagKind, 'project_tag_name');
    this.aiSecrets = this.#organizationWide(aiSecretKind, 'ai_secret_name');
  }

  envVars(scope: Pick<EnvVarRow, 'objectType' | 'objectId'>): RemoteTable<EnvVarRow> {
    const key = keyOf(scope.objectType, scope.objectId);
    let table = this.#envVars.get(key);
    if (table === undefined) {
      table = this.#scoped(scope);
      this.#envVars.set(key, table);
    }
    return table;
  }

  /** Whether it may go on serving: same way to the API, same organization, same interval. */
  serves(client: AdminClient, organization: MirrorOptions['organization'], resyncIntervalMs: number): boolean {
    const { id, name } = this.organization;
    const same = organization.id === id && organization.name === name;
    return same && this.#options.client === client && this.#options.resyncIntervalMs === resyncIntervalMs;
  }

  /** Milliseconds until the lists are read again. */
  untilResync(): number {
    return this.#resync.untilNext(this.#options.clock.now());
  }

  #organizationWide<T extends Row>(kind: RowKind<T>, nameFilter: string): RemoteTable<T> {
    const { client, clock, organization } = this.#options;
    const ours = (listing: Listing<T>): Listing<T> => onlyOf(kind, organization.id, listing);
    const query = { org_name: organization.name };
    return new RemoteTable({
      kind,
      clock,
      resync: this.#resync,
      list: async (signal) => ours(await listRows(client, kind, query, signal)),
      get: (id, signal) => getRow(client, kind, id, signal),
      listNamed: async (name, signal) => ours(await listPage(client, kind, { ...query, [nameFilter]: name }, signal)),
    });
  }

  #scoped(scope: Pick<EnvVarRow, 'objectType' | 'objectId'>): RemoteTable<EnvVarRow> {
    const { client, clock } = this.#options;
    const query = { object_type: scope.objectType, object_id: scope.objectId };
    return new RemoteTable({
      kind: envVarKind,
      clock,
      resync: this.#resync,
      list: (signal) => listPage(client, envVarKind, query, signal),
      get: (id, signal) => getRow(client, envVarKind, id, signal),
      listNamed: (name, signal) => listPage(client, envVarKind, { ...query, env_var_name: name }, signal),
    });
  }
}

/** A token that sees several organizations must never make us act on another's rows. */
function onlyOf<T extends Row>(kind: RowKind<T>, organizationId: string, listing: Listing<T>): Listing<T> {
  const rows = listing.rows.filter((row) => (kind.organizationId?.(row) ?? organizationId) === organizationId);
  return { ...listing, rows };
}
