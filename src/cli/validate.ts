import { checkTexts, type Check } from '../api/documents/check.ts';
import { sentenceOfProblem, type Problem } from '../api/documents/problem.ts';
import { readInput, whyUnreadable } from './input.ts';
import type { Io } from './io.ts';
import type { CheckedEnvironment } from './validate-environments.ts';

interface Text {
  readonly name: string;
  readonly text: string;
  /** Found as an environment by its name: then it must be one. */
  readonly named?: true;
}

interface Result extends Check {
  readonly environments: readonly CheckedEnvironment[];
}

/** Checks the files, prints what is wrong with them, and sets the exit code: 0 or 1. */
export async function validateFiles(files: readonly string[], output: 'text' | 'json', io: Io): Promise<void> {
  const texts: Text[] = [];
  const unreadable: Problem[] = [];
  for (const name of new Set(files)) {
    try {
      const found = await readText(name, io);
      // A name and its file are one.
      if (!texts.some((text) => text.name === found.name)) texts.push(found);
    } catch (error) {
      unreadable.push({ severity: 'error', file: name, field: '', ...(await whyMissing(name, error)) });
    }
  }
  const { problems, resources, others } = checkTexts(texts.filter((one) => !isEnvironment(one)));
  const found = await environmentsIn(texts.filter(isEnvironment), io);
  const check: Result = {
    problems: [...unreadable, ...problems, ...found.problems],
    resources,
    others,
    environments: found.environments,
  };
  const wrong = check.problems.filter(({ severity }) => severity === 'error').length;
  io.out(output === 'json' ? json(check, wrong === 0) : text(check, wrong));
  io.exit(wrong === 0 ? 0 : 1);
}

/** A file, or where there is none the environment of that name. */
async function readText(name: string, io: Io): Promise<Text> {
  try {
    return { name, text: await readInput(name, io) };
  } catch (error) {
    const { findEnvironmentFile } = await import('../../stacks/environment/files.ts');
    const found = await findEnvironmentFile(name, io).catch(() => undefined);
    if (found === undefined) throw error;
    return { name: found.file, text: found.text, named: true };
  }
}

/** A word without path and extension may have been meant as the name of an environment. */
async function whyMissing(name: string, error: unknown): Promise<ReturnType<typeof whyUnreadable>> {
  const why = whyUnreadable(error);
  const { environmentsFolder, isBareName } = await import('../../stacks/environment/files.ts');
  if (!isBareName(name) || why.reason !== 'there is no such file') return why;
  return {
    reason: `there is no such file, and no ${environmentsFolder}/${name}.yaml`,
    next: `check the path, or planewright init ${name}`,
  };
}

/** Told by the API version alone, so that whoever checks resources does not load what environments need. */
function isEnvironment({ text, named }: Text): boolean {
  if (named === true) return true;
  const json = /^\s*\{/.test(text);
  return (
    json
      ? /"apiVersion"\s*:\s*"environment[.]planewright/
      : /^["']?apiVersion["']?\s*:\s*["']?environment[.]planewright/m
  ).test(text);
}

async function environmentsIn(texts: readonly Text[], io: Io) {
  if (texts.length === 0) return { environments: [], problems: [] };
  const { checkEnvironments } = await import('./validate-environments.ts');
  return checkEnvironments(texts, io);
}

function text({ problems, resources, others, environments }: Result, wrong: number): string {
  const lines = problems.map(sentenceOfProblem);
  const left = others === 0 ? '' : `; ${count(others, 'document')} of other API groups left alone`;
  const found = [
    ...(resources.length === 0 ? [] : [count(resources.length, 'resource')]),
    ...(environments.length === 0 ? [] : [count(environments.length, 'environment')]),
  ];
  const what = found.length === 0 ? 'no Planewright resource found' : found.join(' and ');
  lines.push(
    wrong === 0 ? `${what}${found.length === 0 ? '' : ' valid'}${left}` : `${what}, ${count(wrong, 'error')}${left}`,
  );
  return lines.join('\n') + '\n';
}

function json({ problems, resources, others, environments }: Result, valid: boolean): string {
  const found = resources.map(({ file, line, kind, namespace, name, valid: whole }) => ({
    file,
    line,
    kind,
    namespace,
    name,
    valid: whole,
  }));
  return JSON.stringify({ valid, resources: found, environments, others, problems }, null, 2) + '\n';
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
