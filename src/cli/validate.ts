import { checkTexts, type Check } from '../api/documents/check.ts';
import { sentenceOfProblem, type Problem } from '../api/documents/problem.ts';
import { readInput, whyUnreadable } from './input.ts';
import type { Io } from './io.ts';

/** Checks the files, prints what is wrong with them, and sets the exit code: 0 or 1. */
export async function validateFiles(files: readonly string[], output: 'text' | 'json', io: Io): Promise<void> {
  const texts: { name: string; text: string }[] = [];
  const unreadable: Problem[] = [];
  for (const name of new Set(files)) {
    try {
      texts.push({ name, text: await readInput(name, io) });
    } catch (error) {
      unreadable.push({ severity: 'error', file: name, field: '', ...whyUnreadable(error) });
    }
  }
  const { problems, resources, others } = checkTexts(texts);
  const check: Check = { problems: [...unreadable, ...problems], resources, others };
  const wrong = check.problems.filter(({ severity }) => severity === 'error').length;
  io.out(output === 'json' ? json(check, wrong === 0) : text(check, wrong));
  io.exit(wrong === 0 ? 0 : 1);
}

function text({ problems, resources, others }: Check, wrong: number): string {
  const lines = problems.map(sentenceOfProblem);
  const left = others === 0 ? '' : `; ${count(others, 'document')} of other API groups left alone`;
  const found = resources.length === 0 ? 'no Planewright resource found' : count(resources.length, 'resource');
  lines.push(
    wrong === 0
      ? `${found}${resources.length === 0 ? '' : ' valid'}${left}`
      : `${found}, ${count(wrong, 'error')}${left}`,
  );
  return lines.join('\n') + '\n';
}

function json({ problems, resources, others }: Check, valid: boolean): string {
  const found = resources.map(({ file, line, kind, namespace, name, valid: whole }) => ({
    file,
    line,
    kind,
    namespace,
    name,
    valid: whole,
  }));
  return JSON.stringify({ valid, resources: found, others, problems }, null, 2) + '\n';
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
