import type { Problem } from '../api/documents/problem.ts';
import { collisions } from '../../stacks/environment/collisions.ts';
import { loadEnvironmentText, type LoadedEnvironment } from '../../stacks/environment/load.ts';
import type { Io } from './io.ts';

/** An environment that was found in a file, right or wrong. */
export interface CheckedEnvironment {
  readonly file: string;
  /** Empty where the file does not hold. */
  readonly name: string;
  readonly valid: boolean;
}

/** Checks environment files one by one, and then whether their names collide. */
export async function checkEnvironments(
  texts: readonly { readonly name: string; readonly text: string }[],
  io: Pick<Io, 'cwd' | 'readFile'>,
): Promise<{ readonly environments: readonly CheckedEnvironment[]; readonly problems: readonly Problem[] }> {
  const environments: CheckedEnvironment[] = [];
  const problems: Problem[] = [];
  const valid: LoadedEnvironment[] = [];
  for (const { name: file, text } of texts) {
    const loaded = await loadEnvironmentText(file, text, io);
    problems.push(...loaded.problems);
    if (loaded.environment === undefined) environments.push({ file, name: '', valid: false });
    else {
      environments.push({ file, name: loaded.environment.metadata.name, valid: true });
      valid.push(loaded);
    }
  }
  return { environments, problems: [...problems, ...collisions(valid)] };
}
