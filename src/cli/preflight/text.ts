import type { Io } from '../io.ts';
import { hanging, styleFor } from '../ui/style.ts';
import type { Result, Verdict } from './verdict.ts';

/** Verdicts for a person, in their order: what was found, and below it what to do. */
export function verdictsAsText(
  verdicts: readonly Verdict[],
  environment: string,
  io: Pick<Io, 'isTerminal' | 'columns' | 'env'>,
): string {
  const style = styleFor(io);
  const marks: Readonly<Record<Result, string>> = {
    pass: style.green('pass   '),
    warn: style.yellow('warn   '),
    fail: style.red('FAIL   '),
    unknown: style.yellow('unknown'),
  };
  const lines = verdicts.map(({ title, result, says, wayOut }) => {
    const said = `${marks[result]}  ${style.bold(title)}\n${hanging(indent, says, style.width)}\n`;
    return wayOut === undefined
      ? said
      : `${said}${hanging(`${indent}→ `, wayOutFor(wayOut, environment), style.width)}\n`;
  });
  return lines.join('');
}

const indent = ' '.repeat(9);

/** Ways out are written for any environment. */
export function wayOutFor(wayOut: string, environment: string): string {
  return wayOut.replaceAll(/(planewright \w+) ENV\b/g, `$1 ${environment}`);
}

/** `3 failed, 1 is not known, 20 passed.` */
export function summaryOf(verdicts: readonly Verdict[]): string {
  const count = (result: Result): number => verdicts.filter((one) => one.result === result).length;
  const parts = [
    [count('fail'), 'stand in the way'],
    [count('warn'), 'to be looked at'],
    [count('unknown'), 'not known'],
    [count('pass'), 'passed'],
  ] as const;
  const said = parts.filter(([number]) => number > 0).map(([number, what]) => `${number} ${what}`);
  return `${said.join(', ')}.\n`;
}
