import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { networkRanges } from '../../../stacks/google/network-ranges.ts';
import { contains, formatCidr, overlaps, parseCidr, sizeOf } from '../../../stacks/network/subnets.ts';
import { googleEnvironment } from './google-environment.ts';

const networks = fc
  .record({ block: fc.nat({ max: 0xffff }), prefix: fc.integer({ min: 16, max: 20 }) })
  .map(({ block, prefix }) => {
    const size = sizeOf(prefix);
    return formatCidr({ address: Math.floor((0x0a000000 + block * 256) / size) * size, prefix });
  });

describe('ranges of a network', () => {
  it('lie in the network and share no address, with the control plane beside them', () => {
    fc.assert(
      fc.property(networks, (cidr) => {
        const { kubernetes } = googleEnvironment({ network: { cidr } }).spec;
        if (kubernetes.type !== 'Autopilot') throw new TypeError('the profile says so');
        const all = [
          ...Object.values(networkRanges(cidr) as unknown as Record<string, string>),
          kubernetes.controlPlaneCidr,
        ];
        all.forEach((one, index) => {
          expect(contains(cidr, one)).toBe(true);
          all.slice(index + 1).forEach((other) => expect(overlaps(one, other)).toBe(false));
        });
      }),
      { numRuns: 50 },
    );
  });

  it('are large enough for proxies, database and cache in the smallest network', () => {
    const { proxies, privateServices } = networkRanges('10.0.0.0/20');
    expect(parseCidr(proxies).prefix).toBeLessThanOrEqual(26);
    expect(parseCidr(privateServices).prefix).toBeLessThanOrEqual(23);
  });

  it('refuse a network that has no room', () => {
    expect(() => networkRanges('10.0.0.0/21')).toThrow('smaller than /20');
  });
});
