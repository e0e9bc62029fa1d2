import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { contains, overlaps, parseCidr } from '../../../stacks/network/subnets.ts';
import { lastAddressOf, planSubnets } from '../../../stacks/azure/subnet-plan.ts';
import type { JsonValue, Plan, PlannedResource } from '../../../stacks/planned.ts';
import { existing, ofType, planOf } from './environments.ts';

interface Rule {
  readonly name: string;
  readonly access: 'Allow' | 'Deny';
  readonly priority: number;
  readonly sourceAddressPrefix?: string;
  readonly sourceAddressPrefixes?: readonly string[];
  readonly destinationPortRange?: string;
}

const rulesOf = (group: PlannedResource | undefined): readonly Rule[] =>
  (group?.inputs['securityRules'] ?? []) as unknown as readonly Rule[];
const at = (value: JsonValue | undefined, field: string): JsonValue | undefined =>
  typeof value === 'object' && value !== null && field in value
    ? (value as Readonly<Record<string, JsonValue>>)[field]
    : undefined;

describe('the network on Azure', () => {
  let plan: Plan;
  beforeAll(async () => {
    plan = await planOf();
  });
  const group = (role: string) =>
    ofType(plan, 'network:NetworkSecurityGroup').find(
      ({ name }) => name === (role === 'entry' ? 'entry-rules' : `network-${role}-rules`),
    );

  it('gives every zone a way out of its own, so that the loss of one leaves the others theirs', () => {
    expect(ofType(plan, 'network:NatGateway').map(({ inputs }) => inputs['zones'])).toEqual([['1'], ['2'], ['3']]);
    const ways = ofType(plan, 'network:Subnet')
      .filter(({ name }) => name.startsWith('network-nodes-'))
      .map(({ inputs }) => at(inputs['natGateway'], 'id'));
    expect(new Set(ways).size).toBe(3);
  });

  it('lets nothing into a subnet but what is named, and says why', () => {
    for (const role of ['nodes', 'entry', 'endpoints', 'balancer']) {
      const rules = rulesOf(group(role));
      expect(rules.length, role).toBeGreaterThan(1);
      const last = rules.toSorted((a, b) => a.priority - b.priority).at(-1);
      expect(last, role).toMatchObject({ access: 'Deny', sourceAddressPrefix: '*', destinationPortRange: '*' });
      for (const { description } of rules as readonly (Rule & { readonly description?: string })[]) {
        expect(description ?? '').not.toBe('');
      }
    }
  });

  it('lets only nodes reach database and cache', () => {
    const rule = rulesOf(group('endpoints')).find(({ name }) => name === 'database-and-cache');
    expect(rule?.sourceAddressPrefixes).toEqual(['10.175.0.0/24', '10.175.1.0/24', '10.175.2.0/24']);
  });

  it('lets the internet in nowhere on a private entry, and on a public one only by HTTPS from those allowed', async () => {
    const fromOutside = (one: Plan) =>
      ofType(one, 'network:NetworkSecurityGroup').flatMap((each) =>
        rulesOf(each).filter(
          (rule) =>
            rule.access === 'Allow' &&
            [rule.sourceAddressPrefix, ...(rule.sourceAddressPrefixes ?? [])].some((from) =>
              /^([*]|Internet|0[.]0[.]0[.]0\/0|203[.]0[.]113[.]0\/24)$/.test(from ?? ''),
            ),
        ),
      );
    expect(fromOutside(plan)).toEqual([]);
    const open = await planOf({ spec: { entry: { access: 'Public', allowedCidrs: ['203.0.113.0/24'] } } });
    expect(fromOutside(open)).toMatchObject([{ name: 'https', destinationPortRange: '443' }]);
  });

  it('keeps flow logs for as long as it is told, written by an identity', () => {
    const [log] = ofType(plan, 'network:FlowLog');
    expect(log?.inputs).toMatchObject({
      enabled: true,
      retentionPolicy: { enabled: true, days: 30 },
      identity: { type: 'UserAssigned' },
    });
  });

  it('takes zones that exist, and makes those that are missing', async () => {
    const { network } = existing;
    const brought = await planOf({ spec: { network } });
    expect(ofType(brought, 'privatedns:PrivateZone').map(({ physicalName }) => physicalName)).toEqual([
      'privatelink.blob.core.windows.net',
      'privatelink.postgres.database.azure.com',
      'privatelink.redis.azure.net',
    ]);
    const vault = ofType(brought, 'network:PrivateDnsZoneGroup').find(({ concern }) => concern === 'encryption');
    expect(vault?.inputs['privateDnsZoneConfigs']).toMatchObject([
      { privateDnsZoneId: network.privateDnsZoneIds.vault },
    ]);
  });
});

describe('subnets on Azure', () => {
  const networks = fc
    .tuple(fc.integer({ min: 16, max: 20 }), fc.nat(255), fc.nat(255))
    .map(([prefix, second, third]) => {
      const size = 2 ** (32 - prefix);
      const address = 10 * 2 ** 24 + second * 2 ** 16 + third * 2 ** 8;
      const first = address - (address % size);
      return `${[24, 16, 8, 0].map((bits) => Math.floor(first / 2 ** bits) % 256).join('.')}/${prefix}`;
    })
    .filter((cidr) => !overlaps(cidr, '10.244.0.0/16') && !overlaps(cidr, '10.245.0.0/16'));

  it('lie within the network and never share an address', () => {
    fc.assert(
      fc.property(networks, (cidr) => {
        const { nodes, ...others } = planSubnets(cidr);
        const all = [...Object.values(nodes), ...Object.values(others)];
        for (const [index, subnet] of all.entries()) {
          expect(contains(cidr, subnet)).toBe(true);
          for (const other of all.slice(0, index)) expect(overlaps(subnet, other)).toBe(false);
        }
      }),
    );
  });

  it('have their fixed addresses within them, not the first nor the last', () => {
    fc.assert(
      fc.property(networks, (cidr) => {
        const { entry } = planSubnets(cidr);
        const { address, prefix } = parseCidr(entry);
        const fixed = parseCidr(`${lastAddressOf(entry)}/32`).address;
        expect(fixed).toBe(address + 2 ** (32 - prefix) - 2);
      }),
    );
  });

  it('are refused where pods or services of the cluster are', () => {
    expect(() => planSubnets('10.244.0.0/16')).toThrow('overlaps 10.244.0.0/16');
  });
});
