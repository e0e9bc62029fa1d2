import type { CostLine, Estimate } from '../../../stacks/cost/estimate.ts';
import { hanging, type Style } from '../ui/style.ts';
import { table } from '../ui/table.ts';

/** Quantities, prices where there are some, the sum, and what it does not hold. */
export function costSection(estimate: Estimate, style: Style): string {
  const { lines, currency, total, most, band, withoutPrice, notCounted } = estimate;
  if (lines.length === 0) return '  Nothing that is billed by the hour or by the month.';
  const regions = new Set(lines.map(({ region }) => region));
  const rows = lines.map((line) => [
    `  ${line.meter}${regions.size > 1 ? ` in ${line.region}` : ''}`,
    amountOf(line),
    costOf(line, currency),
  ]);
  const widest = Math.max(...rows.map((row) => row.join('  ').length));
  // Three columns do not fit a narrow terminal: then one line for what, one for how much.
  const shown =
    widest <= style.width
      ? table(['  METER', 'A MONTH', `${currency} A MONTH`], rows)
      : rows.map(([meter, amount, cost]) => `${meter ?? ''}\n    ${amount ?? ''}, ${cost ?? ''}\n`).join('');
  const priced = lines.length - withoutPrice;
  const off = `±${Math.round(band * 100)} %`;
  const sum =
    priced === 0
      ? 'No price of any line could be read from a source: see --prices.'
      : `${money(total, currency)} a month ${off} for the ${priced} of ${lines.length} lines that have a price, ${money(most, currency)} with everything grown as far as it may.`;
  const missing =
    withoutPrice > 0 && priced > 0
      ? `${withoutPrice} lines have no price, since their price could not be read from a source: the whole costs more. Give your own with --prices.`
      : undefined;
  return [
    shown.trimEnd(),
    style.bold(hanging('  ', sum, style.width)),
    ...(missing === undefined ? [] : [style.yellow(hanging('  ', missing, style.width))]),
    style.dim(hanging('  ', `Not counted: ${notCounted.join('; ')}.`, style.width)),
  ].join('\n');
}

function amountOf({ amount, most, unit }: CostLine): string {
  const units = unit === 'month' ? '' : ` ${unit === 'hour' ? 'h' : unit}`;
  const upTo = most === undefined ? '' : ` to ${number(most)}`;
  return `${number(amount)}${upTo}${units}`;
}

function costOf({ price, cost, mostCost }: CostLine, currency: string): string {
  if (price === undefined || cost === undefined) return 'no price';
  const upTo = mostCost === undefined || mostCost === cost ? '' : ` to ${money(mostCost, currency)}`;
  return `${money(cost, currency)}${upTo}  (${price.date})`;
}

function money(amount: number, currency: string): string {
  const sign = currency === 'USD' ? '$' : `${currency} `;
  return `${sign}${number(Math.round(amount))}`;
}

function number(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: 2 });
}
