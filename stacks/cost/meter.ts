import type { Environment } from '../environment/schema/environment.ts';
import type { Plan, PlannedResource } from '../planned.ts';

/** Hours that clouds count in a month. */
export const hoursPerMonth = 730;

/** What one resource is billed for, in a month. */
export interface Metered {
  /** `aws/ec2/m8g.2xlarge`: cloud, service, and what of it. */
  readonly meter: string;
  readonly unit: 'hour' | 'month' | 'GiB-month' | 'GiB-hour';
  /** Units in a month. */
  readonly amount: number;
  /** The same when it has grown as far as it may; the amount if left out. */
  readonly most?: number;
}

interface MeterContext {
  readonly plan: Plan;
  readonly environment: Environment;
}

type Meter = (resource: PlannedResource, context: MeterContext) => readonly Metered[];

/** Meters by type token. A type that is not listed costs nothing by itself. */
export type Meters = Readonly<Record<string, Meter>>;

/** Something that is billed by the hour as long as it is there. */
export function hourly(meter: string, count = 1, most = count): Metered {
  const amount = count * hoursPerMonth;
  return { meter, unit: 'hour', amount, ...(most > count && { most: most * hoursPerMonth }) };
}

export function monthly(meter: string, count = 1): Metered {
  return { meter, unit: 'month', amount: count };
}

/** Disk that is billed as it is set aside. */
export function stored(meter: string, gib: number, most = gib): Metered {
  return { meter, unit: 'GiB-month', amount: gib, ...(most > gib && { most }) };
}
