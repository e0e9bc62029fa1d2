/** Thousandths of the base unit per suffix; `n` and `u` do not occur in what we render. */
const thousandths: Readonly<Record<string, bigint>> = {
  m: 1n,
  '': 1000n,
  k: 1000n * 1000n,
  M: 1000n * 1000n ** 2n,
  G: 1000n * 1000n ** 3n,
  T: 1000n * 1000n ** 4n,
  P: 1000n * 1000n ** 5n,
  Ki: 1000n * 1024n,
  Mi: 1000n * 1024n ** 2n,
  Gi: 1000n * 1024n ** 3n,
  Ti: 1000n * 1024n ** 4n,
  Pi: 1000n * 1024n ** 5n,
};

/**
 * A Kubernetes quantity in thousandths of its base unit, or undefined where the text is none. The API server writes
 * quantities back in its own form (`0.5` becomes `500m`, `1024Mi` becomes `1Gi`), so they are compared by value.
 */
export function parseQuantity(value: unknown): bigint | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const match = /^(\d+)(?:\.(\d+))?([a-zA-Z]*)$/.exec(String(value));
  if (match === null) return undefined;
  const [, whole = '0', fraction = '', suffix = ''] = match;
  const unit = thousandths[suffix];
  if (unit === undefined) return undefined;
  return (BigInt(whole + fraction) * unit) / 10n ** BigInt(fraction.length);
}
