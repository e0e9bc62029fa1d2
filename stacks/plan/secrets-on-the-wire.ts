import { secretMark, type JsonValue } from '../planned.ts';

/** How Pulumi marks a secret in a request. Source: `@pulumi/pulumi/runtime/rpc.js`. */
const signatureKey = '4dabf18193072939515e22adb298388d';
const secretSignature = '1b47061264138c4ac30d75fd1eb44270';

/** The value as it goes to the provider, with every secret replaced by its mark. Keys in order, so that plans compare. */
export function withoutSecrets(value: unknown): JsonValue {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value === 'object' && value !== null) {
    if (isSecret(value)) return secretMark;
    const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
    entries.sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(entries.map(([key, inner]) => [key, withoutSecrets(inner)]));
  }
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return null;
}

/** The value with secrets in clear: for the answers of the stand-in, which never leave the process. */
export function opened(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(opened);
  if (typeof value !== 'object' || value === null) return value;
  if (isSecret(value)) return opened((value as { readonly value?: unknown }).value);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, opened(inner)]));
}

export function asSecret(value: unknown): object {
  return { [signatureKey]: secretSignature, value };
}

function isSecret(value: object): boolean {
  return (value as Readonly<Record<string, unknown>>)[signatureKey] === secretSignature;
}
