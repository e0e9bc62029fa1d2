import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contains, formatCidr, overlaps, parseCidr, sizeOf, subnets } from '../../../stacks/network/subnets.ts';

const networks = (min = 0, max = 32) =>
  fc
    .tuple(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min, max }))
    .map(([address, prefix]) => formatCidr({ address: address - (address % sizeOf(prefix)), prefix }));

describe('IPv4 networks', () => {
  it('reads back what it writes', () => {
    fc.assert(
      fc.property(networks(), (cidr) => {
        expect(formatCidr(parseCidr(cidr))).toBe(cidr);
      }),
    );
  });

  it.each(['10.0.0.0', '10.0.0.0/33', '10.0.0.256/24', '10.0.0/24', 'x10.0.0.0/8', '10.0.0.0/8 ', ''])(
    'refuses %j',
    (text) => expect(() => parseCidr(text)).toThrow(RangeError),
  );

  it('names the network that was meant when the address is not its first', () => {
    expect(() => parseCidr('10.175.9.3/21')).toThrow('write 10.175.8.0/21');
  });

  it('says that two networks overlap exactly when one contains the other', () => {
    fc.assert(
      fc.property(networks(), networks(), (a, b) => {
        expect(overlaps(a, b)).toBe(contains(a, b) || contains(b, a));
        expect(overlaps(a, b)).toBe(overlaps(b, a));
      }),
    );
  });

  it('knows neighbours from overlapping networks', () => {
    expect(overlaps('10.175.0.0/21', '10.175.8.0/21')).toBe(false);
    expect(overlaps('10.175.0.0/20', '10.175.8.0/21')).toBe(true);
    expect(contains('0.0.0.0/0', '255.255.255.255/32')).toBe(true);
  });
});

describe('cutting subnets', () => {
  const wishes = fc.record({
    cidr: networks(8, 24),
    more: fc.array(fc.integer({ min: 3, max: 8 }), { minLength: 1, maxLength: 8 }),
  });

  it('gives networks of the asked sizes, inside the whole, none touching another', () => {
    fc.assert(
      fc.property(wishes, ({ cidr, more }) => {
        const prefixes = more.map((bits) => parseCidr(cidr).prefix + bits);
        const cut = subnets(cidr, prefixes);
        expect(cut.map((subnet) => parseCidr(subnet).prefix)).toEqual(prefixes);
        for (const [index, subnet] of cut.entries()) {
          expect(contains(cidr, subnet)).toBe(true);
          for (const other of cut.slice(index + 1)) expect(overlaps(subnet, other)).toBe(false);
        }
      }),
    );
  });

  it('moves nothing when one more is asked for at the end', () => {
    fc.assert(
      fc.property(wishes, ({ cidr, more }) => {
        const prefixes = more.map((bits) => parseCidr(cidr).prefix + bits);
        expect(subnets(cidr, prefixes).slice(0, -1)).toEqual(subnets(cidr, prefixes.slice(0, -1)));
      }),
    );
  });

  it('leaves no gap between equal sizes', () => {
    expect(subnets('10.0.0.0/22', [24, 24, 25, 26])).toEqual([
      '10.0.0.0/24',
      '10.0.1.0/24',
      '10.0.2.0/25',
      '10.0.2.128/26',
    ]);
  });

  it('says what does not fit', () => {
    expect(() => subnets('10.0.0.0/24', [25, 25, 28])).toThrow('10.0.0.0/24 has no room for networks of /25, /25, /28');
    expect(() => subnets('10.0.0.0/24', [23])).toThrow(RangeError);
  });
});
