import { canonicalJson } from '../../runtime/canonical-json.ts';
import { keyedHash, SecretValue } from '../../runtime/secret-value.ts';
import type { Cloud, Component } from '../contract/components.ts';
import { components } from '../contract/components.ts';
import { secretKeys, type PlaneSecretKey, type SecretKeyContract } from '../contract/secret.ts';
import type { Observation } from '../observation.ts';
import { formatProblem } from './formats.ts';
import type { SourceTrouble } from './source-report.ts';

/** One value as it was read, and where: `Secret llm-keys, key url`. */
export interface SecretReading {
  readonly key: PlaneSecretKey;
  /** For sentences. */
  readonly place: string;
  readonly value: Observation<SecretValue>;
  /** Why the value, if there is one, may not be what the cloud's store holds by now. */
  readonly trouble?: SourceTrouble;
}

/** A value that the kubelet takes from the user's own Secret; it is no part of the composed one. */
export interface ExtraReading {
  readonly component: Component;
  readonly variable: string;
  readonly place: string;
  readonly value: Observation<SecretValue>;
  readonly trouble?: SourceTrouble;
}

export interface ComposedSecret {
  readonly values: ReadonlyMap<PlaneSecretKey, SecretValue>;
  /**
   * Keyed hash per component, of the values that it consumes and no others: a changed storage key restarts the API and
   * leaves Brainstore alone.
   */
  readonly hashes: Readonly<Record<Component, string>>;
  /** Keyed hash of everything in it: whether the Secret in the cluster is ours as we want it. */
  readonly hash: string;
}

export type Composition =
  | { readonly state: 'composed'; readonly secret: ComposedSecret }
  /** Something is missing or malformed; sentences that name Secret and key. */
  | { readonly state: 'incomplete'; readonly problems: readonly string[] }
  /** We were not allowed to look, or could not. */
  | { readonly state: 'unknown'; readonly reason: string };

/** Puts together what was read. Fails as a whole: half a Secret would start pods that cannot work. */
export function compose(
  readings: readonly SecretReading[],
  hashKey: SecretValue,
  extras: readonly ExtraReading[] = [],
): Composition {
  const unread = [...readings, ...extras].find((reading) => reading.value.state === 'unknown');
  if (unread?.value.state === 'unknown') return { state: 'unknown', reason: `${unread.place}: ${unread.value.reason}` };
  const problems = [
    ...readings.flatMap((one) => problemOf(one) ?? []),
    ...extras.flatMap((one) => extraProblemOf(one) ?? []),
  ];
  if (problems.length > 0) return { state: 'incomplete', problems };
  const values = new Map<PlaneSecretKey, SecretValue>();
  for (const { key, value } of readings) if (value.state === 'present') values.set(key, value.value);
  return {
    state: 'composed',
    secret: { values, hashes: hashesOf(values, extras, hashKey), hash: hashOf(values, hashKey) },
  };
}

/** Keys that a plane on this cloud needs, besides those that only some configurations use. */
export function requiredKeys(cloud: Cloud, options: { readonly googleInterop: boolean }): readonly PlaneSecretKey[] {
  return (Object.keys(secretKeys) as PlaneSecretKey[]).filter((key) => {
    const contract: SecretKeyContract = secretKeys[key];
    if (contract.clouds !== undefined && !contract.clouds.includes(cloud)) return false;
    return cloud !== 'google' || contract.clouds === undefined || options.googleInterop;
  });
}

/** Keyed hash of a set of values; equal for equal keys and values only. */
export function hashOf(values: ReadonlyMap<string, SecretValue>, hashKey: SecretValue): string {
  const revealed = Object.fromEntries([...values].map(([key, value]) => [key, value.reveal()]));
  return keyedHash(hashKey, new SecretValue(canonicalJson(revealed)));
}

function hashesOf(
  values: ReadonlyMap<PlaneSecretKey, SecretValue>,
  extras: readonly ExtraReading[],
  hashKey: SecretValue,
): ComposedSecret['hashes'] {
  const forComponent = (component: Component): string => {
    const consumed = [...values].filter(([key]) =>
      (secretKeys[key].consumers as readonly Component[]).includes(component),
    );
    const own = extras.flatMap(({ component: of, variable, value }): [string, SecretValue][] =>
      of === component && value.state === 'present' ? [[`extra ${variable}`, value.value]] : [],
    );
    return hashOf(new Map<string, SecretValue>([...consumed, ...own]), hashKey);
  };
  return Object.fromEntries(components.map((component) => [component, forComponent(component)])) as Record<
    Component,
    string
  >;
}

function extraProblemOf({ value, variable, ...rest }: ExtraReading): string | undefined {
  return value.state === 'present' ? undefined : absence(variable, rest);
}

function absence(neededAs: string, { place, trouble }: Pick<SecretReading, 'place' | 'trouble'>): string {
  const why = trouble === undefined ? '' : `: ${trouble.message.replace(/[.]$/, '')}`;
  return `${place} is not there (needed as ${neededAs})${why}`;
}

function problemOf({ key, value, ...rest }: SecretReading): string | undefined {
  const { place } = rest;
  if (value.state !== 'present') return absence(key, rest);
  const problem = formatProblem(secretKeys[key].format, value.value);
  return problem === undefined ? undefined : `${place} (needed as ${key}) ${problem}`;
}
