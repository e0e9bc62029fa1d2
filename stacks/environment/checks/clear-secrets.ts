import type { Finding } from '../../../src/api/documents/issues.ts';
import type { Path } from '../../../src/api/documents/problem.ts';
import { isPlainObject } from '../../../src/runtime/canonical-json.ts';
import { redact } from '../../../src/runtime/redaction.ts';

/**
 * Values that look like a secret, wherever they stand: a file in Git is read by everybody who reads the repository. The
 * value itself is not in the finding.
 */
export function clearSecrets(document: unknown): readonly Finding[] {
  const found: Finding[] = [];
  const visit = (value: unknown, path: Path, called: string): void => {
    if (Array.isArray(value)) value.forEach((item, index) => visit(item, [...path, index], called));
    else if (isPlainObject(value)) {
      for (const [key, inner] of Object.entries(value)) visit(inner, [...path, key], nameOfValue(value, key));
    } else if (typeof value === 'string' && looksSecret(value, called)) found.push({ path, at: 'value', ...refusal });
  };
  visit(document, [], '');
  return found;
}

const refusal = {
  reason: 'looks like a secret, and this file is no place for one',
  next: "put it into the cloud's store and name it here; if it was ever committed, replace it",
};

/** Texts that are secrets by their form. Those of redaction (tokens, URLs with a password) count too. */
const forms: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  // AWS secret access keys and the like: base64 of some length. Resource names of clouds are paths and begin otherwise.
  /^(?!projects\/|\/subscriptions\/)(?=.*[a-z])(?=.*[A-Z])(?=.*[0-9])[A-Za-z0-9+/=_-]{40,}$/,
  /\b(AccountKey|SharedAccessKey|SharedAccessSignature)=[^;\s]{8,}/i,
  /\bgh[pousr]_[A-Za-z0-9]{20,}/,
  /\bAIza[A-Za-z0-9_-]{30,}/,
];

/** What people call a field, or a variable, that holds one; `urlSecret` names one. */
const names = /(^|[-_a-z])(password|passwd|secret|token|(api|access|private|license)[-_]?key)$/i;

function looksSecret(value: string, called: string): boolean {
  if (redact(value) !== value || forms.some((form) => form.test(value))) return true;
  return names.test(called) && called !== 'urlSecret' && !/^(|true|false)$/.test(value);
}

/** What a value is called: by its key, or by the `name` beside it, as environment variables are. */
function nameOfValue(mapping: Readonly<Record<string, unknown>>, key: string): string {
  return key === 'value' && typeof mapping['name'] === 'string' ? mapping['name'] : key;
}
