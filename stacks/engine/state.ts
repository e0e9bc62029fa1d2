import { createHash } from 'node:crypto';
import { canonicalJson, isPlainObject } from '../../src/runtime/canonical-json.ts';
import { PlanewrightError } from '../../src/runtime/errors.ts';
import { withoutSecrets } from '../plan/secrets-on-the-wire.ts';

/** A resource in the state of a stack, as far as it is read here. Values of secrets are ciphertext. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly custom?: boolean;
  readonly id?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly parent?: string;
  readonly protect?: boolean;
  /** It is deleted in the cloud, and what shall take its place was not made yet. */
  readonly pendingReplacement?: boolean;
  readonly provider?: string;
  readonly dependencies?: readonly string[];
  readonly propertyDependencies?: Readonly<Record<string, readonly string[] | null>>;
  readonly deletedWith?: string;
  readonly replaceWith?: readonly string[];
  /** Seconds by verb. */
  readonly customTimeouts?: Readonly<Record<string, number>>;
  /** Replaced, and still to be deleted: the state may hold it beside the new one of the same URN. */
  readonly delete?: boolean;
}

export interface PendingOperation {
  readonly type: 'creating' | 'updating' | 'deleting' | 'reading' | 'importing';
  readonly resource: StateResource;
}

/** The state of a stack, as `pulumi stack export` prints it. */
export interface StackState {
  readonly version: number;
  readonly deployment: {
    readonly manifest?: object;
    readonly secrets_providers?: { readonly type: string; readonly state?: Readonly<Record<string, unknown>> };
    readonly resources?: readonly StateResource[];
    readonly pending_operations?: readonly PendingOperation[];
  };
}

/** URN in the reference of a provider, which is `<urn>::<id>`. */
export function urnOfProvider(reference: string): string {
  return reference.split('::').slice(0, -1).join('::');
}

/** @throws TypeError that says what is wrong, where the text is no state. */
export function parseState(text: string): StackState {
  const value: unknown = JSON.parse(text);
  if (!isPlainObject(value) || !isPlainObject(value['deployment'])) {
    throw new TypeError('has no deployment; it must be what `pulumi stack export` prints');
  }
  const { resources } = value['deployment'];
  if (resources !== undefined && !Array.isArray(resources)) throw new TypeError('deployment.resources is no list');
  return value as unknown as StackState;
}

/**
 * One digest a resource, by URN: equal as long as nothing of it changed. Secrets count as being there, not by their
 * ciphertext, which is another one each time.
 */
export function digestsOf({ deployment }: StackState): Readonly<Record<string, string>> {
  const digests = (deployment.resources ?? []).map(({ urn, id, inputs, outputs, protect }) => {
    const text = canonicalJson(withoutSecrets({ id, inputs, outputs, protect }));
    return [urn, createHash('sha256').update(text).digest('hex').slice(0, 32)];
  });
  return Object.fromEntries(digests) as Readonly<Record<string, string>>;
}

/** What changed between two states, by URN; empty where they are equal. */
export function differences(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): readonly string[] {
  const urns = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...urns].toSorted().flatMap((urn) => {
    const name = urn.split('::').slice(3).join('::');
    if (before[urn] === after[urn]) return [];
    if (before[urn] === undefined) return [`${name} was added`];
    return [after[urn] === undefined ? `${name} was removed` : `${name} was changed`];
  });
}

/** Outputs of the program, as the state holds them; undefined where it was never brought up. */
export function outputsOf({ deployment }: StackState): Readonly<Record<string, unknown>> | undefined {
  const stack = deployment.resources?.find(({ type }) => type === 'pulumi:pulumi:Stack');
  const outputs = stack?.outputs ?? {};
  return Object.keys(outputs).length === 0 ? undefined : outputs;
}

/**
 * The salt of a passphrase, or the data key as a cloud's key has sealed it: without it a new workspace could not read what an
 * earlier one encrypted.
 * @param secretsProvider What the environment says.
 * @throws PlanewrightError SecretsProviderChanged where something else encrypts the state.
 */
export function sealOf({ deployment }: StackState, secretsProvider: string): string | undefined {
  const { type, state = {} } = deployment.secrets_providers ?? {};
  if (type === undefined) return undefined;
  const { salt, encryptedkey, url } = state;
  const kept = type === 'passphrase' ? 'passphrase' : typeof url === 'string' ? url : type;
  if (kept !== secretsProvider && (type === 'passphrase' || type === 'cloud')) {
    throw new PlanewrightError(
      'SecretsProviderChanged',
      `The secrets of this state are encrypted by ${kept}, and spec.state.secretsProvider says ${secretsProvider}.`,
    );
  }
  const seal = type === 'passphrase' ? salt : encryptedkey;
  return typeof seal === 'string' ? seal : undefined;
}
