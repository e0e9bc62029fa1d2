import { answerOf, type Answer } from '../../clouds/account/answer.ts';

/** Asks a question of a cloud; what it refuses becomes the reason why the answer is not known. */
export type Ask = <T>(question: () => Promise<T>) => Promise<Answer<T>>;

/** Calls that may be under way at once: clouds limit those that describe. */
const atOnce = 6;

/** One for all questions of a preflight, so that they are bounded together. */
export function asking(signal: AbortSignal): Ask {
  let free = atOnce;
  const waiting: (() => void)[] = [];
  return async (question) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await answerOf(question, signal);
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}
