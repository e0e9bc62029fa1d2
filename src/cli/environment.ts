import { sentenceOfProblem } from '../api/documents/problem.ts';
import { PlanewrightError } from '../runtime/errors.ts';
import { bareNameOf, environmentFilesIn, environmentsFolder, isBareName } from '../../stacks/environment/files.ts';
import { loadEnvironment, type LoadedEnvironment } from '../../stacks/environment/load.ts';
import { unreadable } from './input.ts';
import type { Io } from './io.ts';

/**
 * The environment that a command was given, by file or by its name under `environments/`. Warnings go to standard error.
 * @throws PlanewrightError FileUnreadable, with the names that there are; InvalidDocument, with every problem.
 */
export async function openEnvironment(nameOrPath: string, io: Io): Promise<LoadedEnvironment> {
  const loaded = await loadEnvironment(nameOrPath, io).catch(async (error: unknown) => {
    throw await notFound(nameOrPath, error, io);
  });
  const sentences = (severity: 'error' | 'warning'): string[] =>
    loaded.problems.filter((problem) => problem.severity === severity).map(sentenceOfProblem);
  if (loaded.environment === undefined) {
    throw new PlanewrightError('InvalidDocument', sentences('error').join('\n'));
  }
  for (const sentence of sentences('warning')) io.err(`${sentence}\n`);
  return loaded;
}

async function notFound(name: string, error: unknown, io: Io): Promise<unknown> {
  if (!(error instanceof Error && 'code' in error)) return error;
  if (!isBareName(name)) {
    return unreadable(name, error);
  }
  const known = (await environmentFilesIn(io)).map(bareNameOf);
  const next =
    known.length === 0
      ? `Make one: planewright init ${name}`
      : `There are ${known.join(', ')}; planewright init ${name} makes a new one.`;
  const sentence = `there is no environment ${name}: no ${environmentsFolder}/${name}.yaml`;
  return new PlanewrightError('FileUnreadable', sentence, { cause: error, next });
}
