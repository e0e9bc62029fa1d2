import { createHash } from 'node:crypto';
import { canonicalJson } from '../runtime/canonical-json.ts';

/** SHA-256 of a value that is no secret, base64url, 43 characters. */
export function digest(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('base64url');
}
