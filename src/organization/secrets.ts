import type { KubeClient } from '../kube/client.ts';
import { isKubeError } from '../kube/kube-error.ts';
import type { KubeObject, ObjectKey } from '../kube/objects.ts';
import { keyedHash, SecretValue } from '../runtime/secret-value.ts';
import type { Lists } from './context.ts';
import { secretType } from './kinds.ts';

export interface SecretRef {
  readonly namespace: string;
  readonly name: string;
  readonly key: string;
}

/** What decide may know of a key of a Secret: never its value, nor how long it is. */
export type SecretSeen =
  | { readonly state: 'present'; readonly hash: string }
  | { readonly state: 'missing' | 'keyMissing' | 'empty'; readonly message: string }
  | { readonly state: 'unreadable'; readonly message: string };

export interface SecretRead {
  readonly seen: SecretSeen;
  /** Set where it was read in this pass; {@link Secrets.value} reads it where it was not. */
  readonly value?: SecretValue;
}

interface SecretObject extends KubeObject {
  readonly data?: Readonly<Record<string, string>>;
}

interface Known {
  readonly version: string;
  readonly seen: Map<string, SecretSeen>;
}

/** Reads single keys of Secrets. Hashes are kept for as long as a Secret's version stays; values are never kept. */
export class Secrets {
  readonly #kube: KubeClient;
  readonly #lists: Lists;
  readonly #hashKey: SecretValue;
  readonly #known = new Map<string, Known>();

  constructor(kube: KubeClient, lists: Lists, hashKey: SecretValue) {
    this.#kube = kube;
    this.#lists = lists;
    this.#hashKey = hashKey;
  }

  async read(ref: SecretRef, signal: AbortSignal): Promise<SecretRead> {
    const version = this.#lists.secretVersion?.({ namespace: ref.namespace, name: ref.name });
    if (version?.state === 'absent') return { seen: missing(ref) };
    const known = this.#known.get(`${ref.namespace}/${ref.name}`);
    const seen =
      known !== undefined && known.version === version?.resourceVersion ? known.seen.get(ref.key) : undefined;
    return seen === undefined ? this.#fetch(ref, signal) : { seen };
  }

  /** The value whose hash decide has seen; undefined where it is another one by now, which must be decided anew. */
  async value(ref: SecretRef, read: SecretRead, signal: AbortSignal): Promise<SecretValue | undefined> {
    if (read.seen.state !== 'present') return undefined;
    if (read.value !== undefined) return read.value;
    const again = await this.#fetch(ref, signal);
    return again.seen.state === 'present' && again.seen.hash === read.seen.hash ? again.value : undefined;
  }

  hash(value: SecretValue): string {
    return keyedHash(this.#hashKey, value);
  }

  async #fetch(ref: SecretRef, signal: AbortSignal): Promise<SecretRead> {
    const key: ObjectKey = { namespace: ref.namespace, name: ref.name };
    let secret: SecretObject | undefined;
    try {
      secret = await this.#kube.get<SecretObject>(secretType, key, signal);
    } catch (error) {
      if (!isKubeError(error, 'KubeForbidden')) throw error;
      const message = `Secret ${ref.namespace}/${ref.name} may not be read. Grant the operator get on it.`;
      return { seen: { state: 'unreadable', message } };
    }
    if (secret === undefined) return { seen: missing(ref) };
    const read = readKey(secret, ref, (value) => this.hash(value));
    this.#remember(ref, secret.metadata.resourceVersion, read.seen);
    return read;
  }

  #remember(ref: SecretRef, version: string | undefined, seen: SecretSeen): void {
    if (version === undefined || this.#lists.secretVersion === undefined) return;
    const name = `${ref.namespace}/${ref.name}`;
    const known = this.#known.get(name);
    if (known?.version === version) known.seen.set(ref.key, seen);
    else this.#known.set(name, { version, seen: new Map([[ref.key, seen]]) });
  }
}

function readKey(secret: SecretObject, ref: SecretRef, hash: (value: SecretValue) => string): SecretRead {
  const encoded = secret.data?.[ref.key];
  const where = `Secret ${ref.namespace}/${ref.name}`;
  if (encoded === undefined) {
    return {
      seen: { state: 'keyMissing', message: `${where} has no key ${ref.key}. Add it, or correct the reference.` },
    };
  }
  const value = new SecretValue(Buffer.from(encoded, 'base64').toString('utf8'));
  if (value.isEmpty) {
    return { seen: { state: 'empty', message: `Key ${ref.key} of ${where} is empty. Put the value there.` } };
  }
  return { seen: { state: 'present', hash: hash(value) }, value };
}

function missing(ref: SecretRef): SecretSeen {
  const message = `Secret ${ref.namespace}/${ref.name} does not exist, so its key ${ref.key} cannot be read. Create it.`;
  return { state: 'missing', message };
}
