import type { SecretValue } from '../../runtime/secret-value.ts';
import { cloudFailureOf, type CloudFailure } from '../failure.ts';
import type { StoredSecretReference } from './reference.ts';

/**
 * What a look into a store gave. `provenAbsent` only where the store itself says that there is no value; a refusal to
 * let us look is `unknown`, as is everything that did not come from the store.
 */
export type StoredReading =
  | { readonly state: 'present'; readonly value: SecretValue; readonly version: string }
  /** `why` is a clause that follows the secret's name: `is not there`. */
  | { readonly state: 'provenAbsent'; readonly why: string }
  | {
      readonly state: 'unknown';
      readonly because: 'denied' | 'signedOut' | 'unreachable' | 'garbled';
      /** What the cloud said. It may differ from one time to the next. */
      readonly reason: string;
    };

export interface SecretStore<R extends StoredSecretReference = StoredSecretReference> {
  /** The value of the newest version. Throws nothing but the reason of an aborted signal. */
  read(reference: R, signal: AbortSignal): Promise<StoredReading>;
}

/** Codes by which a store says that there is no value, and in what way. */
export type AbsenceCodes = Readonly<Record<string, string>>;

export const garbled = (reason: string): StoredReading => ({ state: 'unknown', because: 'garbled', reason });

/** Asks, and puts what was thrown into the terms of a reading. */
export async function reading(
  call: string,
  absences: AbsenceCodes,
  signal: AbortSignal,
  ask: () => Promise<StoredReading>,
): Promise<StoredReading> {
  try {
    return await ask();
  } catch (error) {
    signal.throwIfAborted();
    const failure = cloudFailureOf(error, call);
    const why = absences[failure.code];
    return why === undefined
      ? { state: 'unknown', because: becauseOf(failure), reason: failure.message }
      : { state: 'provenAbsent', why };
  }
}

function becauseOf({ kind, code }: CloudFailure): (StoredReading & { readonly state: 'unknown' })['because'] {
  // The vault's network lets nobody in from here, whoever it is.
  if (code === 'ForbiddenByFirewall' || code === 'ForbiddenByConnection') return 'unreachable';
  switch (kind) {
    case 'denied':
    case 'disabled':
      return 'denied';
    case 'signedOut':
      return 'signedOut';
    default:
      return 'unreachable';
  }
}
