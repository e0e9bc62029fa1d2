import type { Policy } from './policy.ts';
import { dataPolicies } from './rules/data.ts';
import { rightsPolicies } from './rules/rights.ts';
import { trafficPolicies } from './rules/traffic.ts';
import { upkeepPolicies } from './rules/upkeep.ts';

/** Everything that is checked on every plan, in the order in which it is printed. */
export const policies: readonly Policy[] = [...dataPolicies, ...trafficPolicies, ...rightsPolicies, ...upkeepPolicies];

/** The ids that an exception may name. */
export const policyIds: ReadonlySet<string> = new Set(policies.map(({ id }) => id));
