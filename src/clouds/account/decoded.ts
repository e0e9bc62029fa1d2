import type * as z from 'zod';
import { CloudFailure } from '../failure.ts';

/** An answer in the shape that the API's reference gives. @throws CloudFailure where it is in another. */
export function decoded<T>(schema: z.ZodType<T>, answer: unknown, call: string): T {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue === undefined ? '' : ` at ${issue.path.join('.') || 'its top'}: ${issue.message}`;
  throw new CloudFailure('refused', 'Malformed', `${call}: the answer is not in its documented shape${where}`);
}

export function lazily<T>(work: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= work());
}

/** One call for each key, however often it is asked for. */
export function byKey<T>(work: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const made = new Map<string, Promise<T>>();
  return (key) => {
    const known = made.get(key) ?? work(key);
    made.set(key, known);
    return known;
  };
}
