import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import { eventually } from '../../support/control-plane/connection.ts';

/** Waits until `look` gives `expected`; where it does not, fails with the difference that was left. */
export async function untilEqual<T>(
  what: string,
  look: () => Promise<T> | T,
  expected: T,
  patienceMs = 60_000,
): Promise<void> {
  let last: T | undefined;
  const equal = async (): Promise<true | undefined> => {
    last = await look();
    return isDeepStrictEqual(last, expected) ? true : undefined;
  };
  try {
    await eventually(what, equal, patienceMs);
  } catch (error) {
    // What came last says more than that time ran out.
    if (!isDeepStrictEqual(last, expected)) expect(last, what).toEqual(expected);
    throw error;
  }
}
