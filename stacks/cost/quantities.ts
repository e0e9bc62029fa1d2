import type { Environment } from '../environment/schema/environment.ts';
import type { Plan } from '../planned.ts';
import { placeOf } from '../place.ts';
import type { Metered, Meters } from './meter.ts';
import { awsMeters } from './meters/aws.ts';
import { azureMeters } from './meters/azure.ts';
import { googleMeters } from './meters/google.ts';

/** What a plan is billed for on one meter, all resources together. */
export interface Quantity extends Metered {
  readonly region: string;
  /** Logical names of the resources. */
  readonly of: readonly string[];
}

const meters: Meters = { ...awsMeters, ...googleMeters, ...azureMeters };

/**
 * What a plan is billed for in a month, by meter and region, in order. What depends on use (traffic, requests, objects in
 * buckets, lines of logs) cannot be known from a plan and is not here.
 */
export function quantitiesOf(plan: Plan, environment: Environment): readonly Quantity[] {
  const { region } = placeOf(environment);
  const found = new Map<string, Quantity>();
  for (const resource of plan.resources) {
    const meter = Object.hasOwn(meters, resource.type) ? meters[resource.type] : undefined;
    // A resource of AWS may say that it belongs to another region than the rest.
    const own = resource.inputs['region'];
    const where = typeof own === 'string' ? own : region;
    for (const metered of meter?.(resource, { plan, environment }) ?? []) {
      if (metered.amount === 0 && metered.most === undefined) continue;
      const key = `${metered.meter}\n${where}`;
      found.set(key, added(found.get(key), metered, where, resource.name));
    }
  }
  return [...found.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, quantity]) => quantity);
}

function added(sum: Quantity | undefined, metered: Metered, region: string, name: string): Quantity {
  if (sum === undefined) return { ...metered, region, of: [name] };
  const amount = sum.amount + metered.amount;
  const most = (sum.most ?? sum.amount) + (metered.most ?? metered.amount);
  const { meter, unit } = metered;
  return { meter, unit, amount, ...(most > amount && { most }), region, of: [...new Set([...sum.of, name])] };
}
