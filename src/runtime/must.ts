/** The value, where the types cannot see that it is there. `why` says how we know. */
export function must<T>(value: T | undefined | null, why: string): T {
  if (value === undefined || value === null) throw new Error(`expected a value: ${why}`);
  return value;
}
