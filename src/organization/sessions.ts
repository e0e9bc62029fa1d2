import type { Organization } from '../api/index.ts';
import { durationMs } from '../api/fields.ts';
import { AdminClient } from '../braintrust/client.ts';
import { Credential, defaultRate } from '../braintrust/credential.ts';
import { OrganizationMirror } from '../braintrust/mirror.ts';
import { isKubeError } from '../kube/kube-error.ts';
import type { KubeObject, ResourceType } from '../kube/objects.ts';
import { canonicalJson } from '../runtime/canonical-json.ts';
import { keyedHash, type SecretValue } from '../runtime/secret-value.ts';
import type { Connection, EngineOptions, Session } from './context.ts';
import type { Secrets } from './secrets.ts';
import type { Verdict } from './verdict.ts';

export type Opened<T> = { readonly session: T } | { readonly verdict: Verdict };
/** The way to the API before it is known which organization is meant. */
export interface Way {
  readonly client: AdminClient;
  readonly connection: Connection;
}

interface Kept {
  readonly fingerprint: string;
  readonly way: Way;
  mirror?: OrganizationMirror;
}

interface ConfigMap extends KubeObject {
  readonly data?: Readonly<Record<string, string>>;
}

const configMapType: ResourceType = {
  group: '',
  version: 'v1',
  plural: 'configmaps',
  kind: 'ConfigMap',
  namespaced: true,
};

/** One way to the API for each Organization, one credential for each token, one mirror for each bound organization. */
export class Sessions {
  readonly #options: EngineOptions;
  readonly #secrets: Secrets;
  readonly #kept = new Map<string, Kept>();
  readonly #turns = new Map<string, Promise<undefined>>();
  readonly #credentials = new Map<string, Credential>();

  constructor(options: EngineOptions, secrets: Secrets) {
    this.#options = options;
    this.#secrets = secrets;
  }

  /**
   * The way to the API with the token as it is now. Reads the token's Secret where its version is not known to be the
   * same. Where the Secret is gone while the Organization is being deleted, the token read before still serves, so that
   * what must be deleted remotely can be.
   */
  async way(organization: Organization, signal: AbortSignal): Promise<Opened<Way>> {
    const uid = organization.metadata.uid ?? '';
    // One after the other, so that those who come together share one session and one mirror.
    const before = this.#turns.get(uid);
    const turn = (before ?? Promise.resolve()).then(() => this.#way(organization, signal));
    const ended = turn.then(
      () => undefined,
      () => undefined, // its own caller sees the rejection
    );
    this.#turns.set(uid, ended);
    try {
      return await turn;
    } finally {
      if (this.#turns.get(uid) === ended) this.#turns.delete(uid);
    }
  }

  async #way(organization: Organization, signal: AbortSignal): Promise<Opened<Way>> {
    const uid = organization.metadata.uid ?? '';
    const namespace = organization.metadata.namespace ?? '';
    const { tokenSecretRef, caBundleRef } = organization.spec.connection;
    const ref = { namespace, name: tokenSecretRef.name, key: tokenSecretRef.key };
    const kept = this.#kept.get(uid);
    const read = await this.#secrets.read(ref, signal);
    if (read.seen.state !== 'present') {
      if (kept !== undefined && organization.metadata.deletionTimestamp !== undefined) return { session: kept.way };
      const reason =
        read.seen.state === 'missing'
          ? 'SecretMissing'
          : read.seen.state === 'unreadable'
            ? 'SecretUnreadable'
            : 'SecretKeyMissing';
      return { verdict: { state: 'stalled', reason, message: read.seen.message } };
    }
    const caBundle = caBundleRef === undefined ? undefined : await this.#caBundle(namespace, caBundleRef, signal);
    if (typeof caBundle === 'object') return { verdict: caBundle };
    const { apiUrl, rate } = organization.spec.connection;
    const connection: Connection = { apiUrl, ...(caBundle === undefined ? {} : { caBundle }) };
    const fingerprint = canonicalJson([connection, rate, read.seen.hash]);
    if (kept?.fingerprint === fingerprint) return { session: kept.way };
    const token = await this.#secrets.value(ref, read, signal);
    if (token === undefined) {
      return {
        verdict: {
          state: 'waiting',
          reason: 'SecretMissing',
          message: 'The token changed while it was read; it is read again.',
          afterMs: 1000,
        },
      };
    }
    const way = { client: this.#client(connection, token, rate), connection };
    this.#kept.set(uid, { fingerprint, way });
    this.#dropUnused();
    return { session: way };
  }

  /** For dependants: the session as it stands, without reading the token again; opened where there is none yet. */
  async standing(
    organization: Organization,
    id: { readonly id: string; readonly name: string },
    signal: AbortSignal,
  ): Promise<Opened<Session>> {
    const kept = this.#kept.get(organization.metadata.uid ?? '');
    if (kept === undefined) {
      const opened = await this.way(organization, signal);
      return 'session' in opened ? { session: this.bind(organization, id, opened.session) } : opened;
    }
    return { session: this.bind(organization, id, kept.way) };
  }

  bind(organization: Organization, id: { readonly id: string; readonly name: string }, way: Way): Session {
    const uid = organization.metadata.uid ?? '';
    const kept = this.#kept.get(uid);
    const resyncIntervalMs = durationMs(organization.spec.resyncInterval);
    const known = kept?.mirror;
    if (known?.serves(way.client, id, resyncIntervalMs) === true) {
      return { client: way.client, mirror: known, organization: id };
    }
    const mirror = new OrganizationMirror({
      client: way.client,
      clock: this.#options.clock,
      organization: id,
      uid,
      resyncIntervalMs,
    });
    if (kept !== undefined) kept.mirror = mirror;
    return { client: way.client, mirror, organization: id };
  }

  forget(organization: Organization): void {
    this.#kept.delete(organization.metadata.uid ?? '');
    this.#dropUnused();
  }

  /** A token that nobody uses any more is not kept in memory. */
  #dropUnused(): void {
    const used = new Set([...this.#kept.values()].map(({ way }) => way.client.credential));
    for (const [key, credential] of this.#credentials) if (!used.has(credential)) this.#credentials.delete(key);
  }

  #client(connection: Connection, token: SecretValue, rate: Organization['spec']['connection']['rate']): AdminClient {
    const { clock, randomness, transportFor } = this.#options;
    const { caBundle } = connection;
    const transportTo = (origin: string) =>
      transportFor({ apiUrl: origin, ...(caBundle === undefined ? {} : { caBundle }) });
    const credential = this.#credential(connection.apiUrl, token, rate);
    return new AdminClient({ transport: transportFor(connection), credential, clock, randomness, transportTo });
  }

  /** A token used by two Organizations is still one account with one rate. */
  #credential(apiUrl: string, token: SecretValue, rate: Organization['spec']['connection']['rate']): Credential {
    const key = canonicalJson([apiUrl, keyedHash(this.#options.hashKey, token), rate]);
    let credential = this.#credentials.get(key);
    if (credential === undefined) {
      credential = new Credential({ token, clock: this.#options.clock, rate: rate ?? defaultRate });
      this.#credentials.set(key, credential);
    }
    return credential;
  }

  async #caBundle(
    namespace: string,
    ref: { readonly name: string; readonly key: string },
    signal: AbortSignal,
  ): Promise<string | Verdict> {
    const what = `ConfigMap ${namespace}/${ref.name}`;
    try {
      const found = await this.#options.kube.get<ConfigMap>(configMapType, { namespace, name: ref.name }, signal);
      const pem = found?.data?.[ref.key];
      if (pem !== undefined) return pem;
      const message =
        found === undefined
          ? `${what} does not exist. Create it, or correct spec.connection.caBundleRef.`
          : `${what} has no key ${ref.key}. Add it, or correct spec.connection.caBundleRef.`;
      return { state: 'stalled', reason: 'ConfigMapMissing', message };
    } catch (error) {
      if (!isKubeError(error, 'KubeForbidden')) throw error;
      return {
        state: 'stalled',
        reason: 'ConfigMapMissing',
        message: `${what} may not be read. Grant the operator get on it.`,
      };
    }
  }
}
