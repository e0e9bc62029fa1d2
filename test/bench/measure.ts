/** One line of the table. */
export interface Line {
  readonly what: string;
  readonly measured: string;
  /** What is to be reached, where there is something. */
  readonly target?: string;
  /** Left out where nothing is to be reached. */
  readonly reached?: boolean;
}

/** A number that must not be larger, or not smaller, than its target. */
export function line(
  what: string,
  value: number,
  { unit = '', atMost, atLeast }: { unit?: string; atMost?: number; atLeast?: number } = {},
): Line {
  const shown = (n: number): string => {
    const digits = Number.isInteger(n) || n >= 100 ? 0 : 1;
    return `${n.toLocaleString('en', { maximumFractionDigits: digits })}${unit === '' ? '' : ` ${unit}`}`;
  };
  const measured = shown(value);
  if (atMost !== undefined) return { what, measured, target: `≤ ${shown(atMost)}`, reached: value <= atMost };
  if (atLeast !== undefined) return { what, measured, target: `≥ ${shown(atLeast)}`, reached: value >= atLeast };
  return { what, measured };
}
