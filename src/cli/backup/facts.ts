import { cloudFailureOf } from '../../clouds/failure.ts';
import type { Copy } from './item.ts';

/** What a cloud answered about one thing. */
export type Look<Facts> =
  | { readonly kind: 'found'; readonly facts: Facts }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unknown'; readonly reason: string; readonly signedOut?: true };

export interface DatabaseFacts {
  /** Moments between which it can be restored, RFC 3339; none where no backup was made yet. */
  readonly newest?: string;
  readonly oldest?: string;
  readonly retentionDays?: number;
  /** Whether any moment can be chosen, or only those of the nightly backups. */
  readonly anyMoment: boolean;
  readonly copies: readonly Copy[];
}

export interface BucketFacts {
  readonly versioned: boolean;
  /** Days for which what was overwritten or deleted stays; none: for ever. */
  readonly undoDays?: number;
  readonly copies: readonly Copy[];
}

export interface KeyFacts {
  readonly enabled: boolean;
  /** Moment at which it will be destroyed, RFC 3339. */
  readonly goesAt?: string;
  readonly rotates: boolean;
  /** Whether what is deleted by mistake can be had back. */
  readonly recoverable: boolean;
}

export interface SecretFacts {
  /** Whether a current version exists; its value is never read. */
  readonly hasValue: boolean;
  readonly changedAt?: string;
  /** Set where it is deleted and will be gone then. */
  readonly goesAt?: string;
  readonly copies: readonly Copy[];
}

/** Looks, and tells "not there" from "not permitted to look" and from a cloud that does not answer. */
export async function looking<Facts>(
  call: string,
  signal: AbortSignal,
  look: () => Promise<Facts>,
): Promise<Look<Facts>> {
  try {
    return { kind: 'found', facts: await look() };
  } catch (error) {
    signal.throwIfAborted();
    const { kind, message } = cloudFailureOf(error, call);
    if (kind === 'notFound') return { kind: 'missing' };
    return { kind: 'unknown', reason: message, ...(kind === 'signedOut' && { signedOut: true }) };
  }
}

/** The same for a part of the facts: what could not be looked at is left out, and what is not there is `absent`. */
export async function orElse<T>(absent: T, call: string, look: () => Promise<T>): Promise<T> {
  try {
    return await look();
  } catch (error) {
    if (cloudFailureOf(error, call).kind === 'notFound') return absent;
    throw error;
  }
}
