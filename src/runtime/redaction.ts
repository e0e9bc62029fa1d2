/**
 * Takes what looks like a credential out of text that leaves the process: log lines, error sentences, events, statuses.
 * It is the last net: code keeps values in {@link SecretValue} so that there is nothing to catch.
 * Token shapes: reference "Token types" of the vendor's API (`sk-`, `bt-st-`, JWT), cloud keys by their public prefixes.
 */
const patterns: readonly (readonly [RegExp, string])[] = [
  [/\b(sk|bt-st)-[A-Za-z0-9_-]{4,}/g, '$1-[withheld]'],
  [/\beyJ[A-Za-z0-9_-]{6,}(\.[A-Za-z0-9_-]+){0,2}/g, '[withheld token]'],
  [/\b(AKIA|ASIA)[A-Z0-9]{12,}/g, '$1[withheld]'],
  [/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:)[^\s@/]+@/gi, '$1[withheld]@'],
  [/(hooks\.slack\.com\/services\/)\S+/g, '$1[withheld]'],
  [/(\b(?:authorization|proxy-authorization)["']?\s*[:=]\s*["']?(?:bearer|basic)\s+)[^\s"',]+/gi, '$1[withheld]'],
  [
    /(["']?(?:password|passwd|secret|token|api[_-]?key|access[_-]?key|client[_-]?secret)["']?\s*[:=]\s*)(["'])(?:(?!\2).)+\2/gi,
    '$1$2[withheld]$2',
  ],
];

export function redact(text: string): string {
  let out = text;
  for (const [pattern, replacement] of patterns) out = out.replace(pattern, replacement);
  return out;
}

/** The same for a value about to be serialised: strings at every depth, keys untouched. */
export function redactDeep(value: unknown): unknown {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return value.map(redactDeep);
  if (typeof value !== 'object' || value === null) return value;
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, redactDeep(inner)]));
}
