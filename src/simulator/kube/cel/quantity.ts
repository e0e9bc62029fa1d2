import type { Environment } from '@marcbachmann/cel-js';

/** `quantity` of Kubernetes' CEL: comparison, sign and whole numbers. */
export function registerQuantity(env: Environment): void {
  env.registerType('kubernetes.Quantity', CelQuantity);
  env.registerFunction('isQuantity(string): bool', (text: string) => quantityOf(text) !== undefined);
  env.registerFunction('quantity(string): kubernetes.Quantity', (text: string) => {
    const amount = quantityOf(text);
    if (amount === undefined) throw new Error(`quantities must match the regular expression, got ${text}`);
    return new CelQuantity(amount);
  });
  const compare = {
    isGreaterThan: (a: CelQuantity, b: CelQuantity) => a.amount > b.amount,
    isLessThan: (a: CelQuantity, b: CelQuantity) => a.amount < b.amount,
  };
  for (const [name, read] of Object.entries(compare)) {
    env.registerFunction(`kubernetes.Quantity.${name}(kubernetes.Quantity): bool`, read);
  }
  env.registerFunction('kubernetes.Quantity.compareTo(kubernetes.Quantity): int', (a: CelQuantity, b: CelQuantity) =>
    a.amount < b.amount ? -1n : a.amount > b.amount ? 1n : 0n,
  );
  env.registerFunction('kubernetes.Quantity.sign(): int', (a: CelQuantity) =>
    a.amount < 0n ? -1n : a.amount > 0n ? 1n : 0n,
  );
  env.registerFunction('kubernetes.Quantity.isInteger(): bool', (a: CelQuantity) => a.amount % scale === 0n);
  env.registerFunction('kubernetes.Quantity.asInteger(): int', (a: CelQuantity) => {
    if (a.amount % scale !== 0n) throw new Error('cannot convert value to integer');
    return a.amount / scale;
  });
}

class CelQuantity {
  /** In billionths, the finest unit there is (`n`). */
  readonly amount: bigint;
  constructor(amount: bigint) {
    this.amount = amount;
  }
}

const scale = 1_000_000_000n;

const suffixes: Readonly<Record<string, bigint>> = {
  n: 1n,
  u: 1_000n,
  m: 1_000_000n,
  '': scale,
  k: scale * 10n ** 3n,
  M: scale * 10n ** 6n,
  G: scale * 10n ** 9n,
  T: scale * 10n ** 12n,
  P: scale * 10n ** 15n,
  E: scale * 10n ** 18n,
  Ki: scale * 2n ** 10n,
  Mi: scale * 2n ** 20n,
  Gi: scale * 2n ** 30n,
  Ti: scale * 2n ** 40n,
  Pi: scale * 2n ** 50n,
  Ei: scale * 2n ** 60n,
};

/** A Kubernetes quantity in billionths, rounded up; undefined where it is none. */
function quantityOf(text: string): bigint | undefined {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:([eE])([+-]?\d+)|([numkMGTPE]|[KMGTPE]i)?)$/.exec(text);
  if (match === null) return undefined;
  const [, sign, whole = '', part = '', exponentMark, exponent, suffix = ''] = match;
  if (whole === '' && part === '') return undefined;
  let unit = suffixes[suffix];
  if (unit === undefined) return undefined;
  let divisor = 10n ** BigInt(part.length);
  if (exponentMark !== undefined && exponent !== undefined) {
    const power = Number(exponent);
    if (Math.abs(power) > 40) return undefined;
    if (power >= 0) unit *= 10n ** BigInt(power);
    else divisor *= 10n ** BigInt(-power);
  }
  const raw = BigInt(whole + part) * unit;
  const amount = (raw + divisor - 1n) / divisor;
  return sign === '-' ? -amount : amount;
}
