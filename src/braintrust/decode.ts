import { ZodError } from 'zod';
import { BraintrustError } from './braintrust-error.ts';
import type { Row, RowKind } from './resources/row.ts';

/** One row of an answer. Throws BraintrustUnexpectedAnswer, naming the field and never its value, where it cannot be read. */
export function decodeRow<T extends Row>(kind: RowKind<T>, json: unknown, what: string): T {
  try {
    return kind.decode(json);
  } catch (error) {
    if (!(error instanceof ZodError)) throw error;
    const fields = error.issues.map((issue) => issue.path.join('.') || 'the whole row').join(', ');
    throw new BraintrustError(
      'BraintrustUnexpectedAnswer',
      `${what}: the answer lacks what a ${kind.kind} has: ${fields}`,
      {
        next: 'Check that this version of Planewright knows the API version of this host.',
      },
    );
  }
}
