import type { SecretKeyContract } from '../contract/secret.ts';
import type { SecretValue } from '../../runtime/secret-value.ts';

/**
 * What is wrong with a value, as a clause that follows the name of its key, or undefined. Says nothing about the value
 * itself: no part of it, no length.
 */
export function formatProblem(format: SecretKeyContract['format'], value: SecretValue): string | undefined {
  if (value.isEmpty) return 'is empty';
  return checks[format](value.reveal());
}

const checks: Record<SecretKeyContract['format'], (text: string) => string | undefined> = {
  postgresUrl: (text) => blanks(text) ?? urlProblem(text, ['postgres:'], { user: true }),
  redisUrl: (text) => blanks(text) ?? urlProblem(text, ['redis:', 'rediss:'], { user: false }),
  azureConnectionString: (text) =>
    blanks(text) ?? (/(^|;)BlobEndpoint=https:\/\//.test(text) ? undefined : 'has no BlobEndpoint=https://… part'),
  // Opaque: existing planes may depend on every byte, a line break included.
  text: () => undefined,
};

function blanks(text: string): string | undefined {
  if (/[\r\n]$/.test(text)) return 'ends with a line break; write it without one (printf, not echo)';
  return /\s/.test(text) ? 'contains blanks' : undefined;
}

function urlProblem(text: string, schemes: readonly string[], needs: { user: boolean }): string | undefined {
  const wanted = schemes.map((scheme) => `${scheme}//`).join(' or ');
  if (!schemes.some((scheme) => text.startsWith(`${scheme}//`))) return `must begin with ${wanted}`;
  const url = URL.parse(text);
  if (url === null || url.hostname === '') {
    return 'is not a URL; special characters in user or password must be percent-encoded';
  }
  return needs.user && url.username === '' ? 'names no user' : undefined;
}
