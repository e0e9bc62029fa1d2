/** A value in a table: short, on one line. */
export function shown(value: unknown): string {
  if (value === undefined) return '-';
  const whole = typeof value === 'string' ? value : JSON.stringify(value);
  return whole.length > 40 ? `${whole.slice(0, 39)}…` : whole;
}
