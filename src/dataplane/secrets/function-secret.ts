import { functionSecretKeyLength } from '../contract/secret.ts';
import { SecretValue } from '../../runtime/secret-value.ts';
import type { Randomness } from '../../runtime/randomness.ts';

/**
 * Secret that keeps a function secret key that we made. Apart from the composed one and without an owner, so that it
 * outlives both it and the DataPlane: what it encrypted is in the database, which outlives them too.
 */
export function generatedSecretName(planeName: string): string {
  return `${planeName}-function-secret`;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** A new key: 32 characters that are safe in URLs and shells, 192 bits of chance. */
export function makeFunctionSecretKey(randomness: Randomness): SecretValue {
  // 64 characters divide 256, so that each is equally likely.
  const bytes = randomness.bytes(functionSecretKeyLength);
  return new SecretValue([...bytes].map((byte) => alphabet.charAt(byte % alphabet.length)).join(''));
}
