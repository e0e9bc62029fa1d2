import type { SecurityPolicyArgs } from '@pulumi/gcp/compute/securityPolicy.js';

/** A rule of Cloud Armor takes ten networks. Source: https://cloud.google.com/armor/quotas. */
const networksARule = 10;
const everybody = '0.0.0.0/0';
const lastPriority = 2_147_483_647;

/** Who may reach a public entry: the networks that were named, or everybody. The last rule is Google's own. */
export function armorRules(allowedCidrs: readonly string[]): NonNullable<SecurityPolicyArgs['rules']> {
  const open = allowedCidrs.length === 0 || allowedCidrs.includes(everybody);
  const rule = (priority: number, action: 'allow' | 'deny(403)', networks: readonly string[], description: string) => ({
    priority,
    action,
    description,
    match: { versionedExpr: 'SRC_IPS_V1', config: { srcIpRanges: [...networks] } },
  });
  const groups = open
    ? []
    : Array.from({ length: Math.ceil(allowedCidrs.length / networksARule) }, (_, index) =>
        allowedCidrs.slice(index * networksARule, (index + 1) * networksARule),
      );
  return [
    ...groups.map((networks, index) => rule(1000 + index, 'allow', networks, 'Networks that may reach the API.')),
    rule(
      lastPriority,
      open ? 'allow' : 'deny(403)',
      ['*'],
      open ? 'Everybody: each call carries a key.' : 'Nobody else.',
    ),
  ];
}
