import { styleText } from 'node:util';
import type { Clock } from '../../runtime/clock.ts';
import type { Io } from '../io.ts';

/** The demo does not come about as told: what was expected, and what the stand-ins saw instead. */
export class NotAsTold extends Error {
  override readonly name = 'NotAsTold';
}

/** Tells what happens, line by line, with the time in the stand-ins' world. */
export interface Story {
  chapter(title: string): void;
  /** Something that happened. */
  line(text: string): void;
  /** A claim; throws {@link NotAsTold} where it does not hold. */
  claim(text: string, holds: boolean, seen: string): void;
  readonly claims: number;
}

export function tell(io: Io, clock: Clock): Story {
  const startedAt = clock.monotonic();
  const paint = (format: 'bold' | 'green' | 'red' | 'dim', text: string): string =>
    io.isTerminal ? styleText(format, text) : text;
  const time = (): string => {
    const seconds = Math.floor((clock.monotonic() - startedAt) / 1000);
    return `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;
  };
  let chapters = 0;
  let claims = 0;
  return {
    chapter: (title) => {
      chapters += 1;
      io.out(`\n${paint('bold', `${chapters}. ${title}`)}\n`);
    },
    line: (text) => io.out(`   ${paint('dim', time())}  ${text}\n`),
    claim: (text, holds, seen) => {
      if (!holds) {
        io.out(`   ${paint('red', 'not so')} ${text}\n          seen: ${seen}\n`);
        throw new NotAsTold(text);
      }
      claims += 1;
      io.out(`   ${paint('green', '✓')}      ${text}\n`);
    },
    get claims() {
      return claims;
    },
  };
}
