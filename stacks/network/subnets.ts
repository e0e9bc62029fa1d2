/** An IPv4 network. */
export interface Cidr {
  /** First address, as a number from 0 to 2³² − 1. */
  readonly address: number;
  /** Bits that all its addresses share, 0 to 32. */
  readonly prefix: number;
}

const form = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/;

/**
 * Reads a network such as `10.175.0.0/16`.
 * @throws RangeError if it is none, or if the address is not the first one of the network: clouds refuse that, or take
 *   another network than a reader sees.
 */
export function parseCidr(text: string): Cidr {
  const [, ...parts] = form.exec(text)?.map(Number) ?? [];
  const [a = 256, b = 256, c = 256, d = 256, prefix = 33] = parts;
  if ([a, b, c, d].some((part) => part > 255) || prefix > 32) {
    throw new RangeError(`${text} is no IPv4 network such as 10.175.0.0/16`);
  }
  const address = ((a * 256 + b) * 256 + c) * 256 + d;
  const first = address - (address % sizeOf(prefix));
  if (first !== address) {
    throw new RangeError(
      `${text} does not begin at its first address; write ${formatCidr({ address: first, prefix })}`,
    );
  }
  return { address, prefix };
}

export function formatCidr({ address, prefix }: Cidr): string {
  const parts = [24, 16, 8, 0].map((bits) => Math.floor(address / 2 ** bits) % 256);
  return `${parts.join('.')}/${prefix}`;
}

/** Number of addresses of a network with that prefix. */
export function sizeOf(prefix: number): number {
  return 2 ** (32 - prefix);
}

/** Whether two networks share an address. */
export function overlaps(a: string, b: string): boolean {
  const [one, other] = [parseCidr(a), parseCidr(b)];
  return one.address < endOf(other) && other.address < endOf(one);
}

/** Whether every address of `inner` belongs to `outer`. */
export function contains(outer: string, inner: string): boolean {
  const [out, inn] = [parseCidr(outer), parseCidr(inner)];
  return out.address <= inn.address && endOf(inn) <= endOf(out);
}

/**
 * Cuts networks of the given prefixes out of one, in that order, each at the next address where it may begin. What
 * comes later never moves what came earlier: append, and all others keep their addresses.
 * @throws RangeError if they do not fit.
 */
export function subnets(cidr: string, prefixes: readonly number[]): readonly string[] {
  const whole = parseCidr(cidr);
  let next = whole.address;
  return prefixes.map((prefix) => {
    const size = sizeOf(prefix);
    const address = Math.ceil(next / size) * size;
    if (prefix < whole.prefix || prefix > 32 || address + size > endOf(whole)) {
      throw new RangeError(`${cidr} has no room for networks of ${prefixes.map((length) => `/${length}`).join(', ')}`);
    }
    next = address + size;
    return formatCidr({ address, prefix });
  });
}

function endOf({ address, prefix }: Cidr): number {
  return address + sizeOf(prefix);
}
