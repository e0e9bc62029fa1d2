import type { OrganizationSpec, OrganizationStatus } from '../../api/index.ts';

const dayMs = 86_400_000;

/** What no API can set, with the age of the evidence: never pretended, and changing only when evidence comes or expires. */
export function checksOf(checks: OrganizationSpec['checks'], nowMs: number): OrganizationStatus['checks'] {
  if (checks === undefined || checks.length === 0) return undefined;
  return checks.map(({ name, evidence, maxAgeDays }) => {
    if (evidence === undefined) return { name, state: 'Missing' };
    const expires = Date.parse(evidence.at) + maxAgeDays * dayMs;
    return {
      name,
      state: nowMs < expires ? 'Current' : 'Stale',
      by: evidence.by,
      at: evidence.at,
      expiresAt: new Date(expires).toISOString(),
    };
  });
}
