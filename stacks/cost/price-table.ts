import * as z from 'zod';
import { PlanewrightError } from '../../src/runtime/errors.ts';

/** What was read in one place on one day. */
const source = z.strictObject({
  /** Where the prices can be read, for a person who wants to check. */
  source: z.string().min(1),
  /** Day on which they held, `2026-07-20`. */
  date: z.iso.date(),
  region: z.string().min(1),
  unit: z.enum(['hour', 'month', 'GiB-month', 'GiB-hour']),
  /** Price of one unit, by meter. */
  prices: z.record(z.string(), z.number().min(0)),
});

const priceTable = z.strictObject({
  currency: z.string().regex(/^[A-Z]{3}$/, 'must be a currency such as USD'),
  sources: z.array(source),
});

export type PriceTable = z.output<typeof priceTable>;

export interface Price {
  readonly price: number;
  readonly source: string;
  readonly date: string;
}

/**
 * The table that a document holds.
 * @param file what sentences call it.
 * @throws PlanewrightError PricesInvalid, naming the first field that does not fit.
 */
export function readPrices(file: string, document: unknown): PriceTable {
  const outcome = priceTable.safeParse(document);
  if (outcome.success) return outcome.data;
  const issue = outcome.error.issues[0];
  const field = issue?.path.map(String).join('.') ?? '';
  throw new PlanewrightError(
    'PricesInvalid',
    `${file}: ${field === '' ? 'it' : field} is wrong: ${issue?.message ?? ''}.`,
  );
}

/** The price of a meter in a region, per unit; undefined where nobody has read one. The last source that has it counts. */
export function priceOf(table: PriceTable, meter: string, region: string, unit: string): Price | undefined {
  const found = table.sources.findLast(
    (one) => one.region === region && one.unit === unit && Object.hasOwn(one.prices, meter),
  );
  const price = found?.prices[meter];
  return found === undefined || price === undefined ? undefined : { price, source: found.source, date: found.date };
}
