import { priceOf, type Price, type PriceTable } from './price-table.ts';
import type { Quantity } from './quantities.ts';

export interface CostLine extends Quantity {
  /** Undefined where no source could be read. */
  readonly price?: Price;
  /** For a month. */
  readonly cost?: number;
  /** The same when it has grown as far as it may. */
  readonly mostCost?: number;
}

export interface Estimate {
  readonly currency: string;
  readonly lines: readonly CostLine[];
  /** Sum of the lines that have a price. */
  readonly total: number;
  /** The same with everything grown as far as it may. */
  readonly most: number;
  /** How far the total may be off either way, as a share of it: list prices move, and months have 28 to 31 days. */
  readonly band: number;
  readonly withoutPrice: number;
  readonly notCounted: readonly string[];
}

/** List prices change by a few percent a year, and a month of 730 hours is one of 28 to 31 days. */
const band = 0.15;

const notCounted = [
  'traffic: between zones, through NAT and endpoints, to the internet',
  'requests and objects: buckets grow with use, and so do their copies and backups',
  'logs and metrics, by what is written',
  'support plans, discounts, commitments, taxes',
  "the vendor's own licence and usage",
];

/** Money for quantities, as far as the table has prices. */
export function estimate(quantities: readonly Quantity[], table: PriceTable): Estimate {
  const lines = quantities.map((quantity): CostLine => {
    const price = priceOf(table, quantity.meter, quantity.region, quantity.unit);
    if (price === undefined) return quantity;
    const cost = cents(quantity.amount * price.price);
    return { ...quantity, price, cost, mostCost: cents((quantity.most ?? quantity.amount) * price.price) };
  });
  return {
    currency: table.currency,
    lines,
    total: cents(lines.reduce((sum, { cost = 0 }) => sum + cost, 0)),
    most: cents(lines.reduce((sum, { mostCost = 0 }) => sum + mostCost, 0)),
    band,
    withoutPrice: lines.filter(({ price }) => price === undefined).length,
    notCounted,
  };
}

function cents(amount: number): number {
  return Math.round(amount * 100) / 100;
}
