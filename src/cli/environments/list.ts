import { sentenceOfProblem } from '../../api/documents/problem.ts';
import { collisions } from '../../../stacks/environment/collisions.ts';
import { bareNameOf, environmentFilesIn, environmentsFolder } from '../../../stacks/environment/files.ts';
import { loadEnvironment, type LoadedEnvironment, type RefusedEnvironment } from '../../../stacks/environment/load.ts';
import { placeOf } from '../../../stacks/place.ts';
import { cloudOf } from '../../../stacks/programs.ts';
import type { Io } from '../io.ts';
import { table } from '../ui/table.ts';

interface Row {
  readonly name: string;
  readonly file: string;
  readonly valid: boolean;
  readonly errors: number;
  readonly mode?: string;
  readonly cloud?: string;
  readonly account?: string;
  readonly region?: string;
  readonly profile?: string;
  readonly version?: string;
}

/** Prints every environment of the folder; exit 1 if one of them is not valid. */
export async function listEnvironments(output: 'text' | 'json', io: Io): Promise<void> {
  const files = await environmentFilesIn(io);
  const loaded = await Promise.all(files.map(async (file) => ({ file, ...(await loadEnvironment(file, io)) })));
  const valid = loaded.filter((each): each is LoadedEnvironment & { file: string } => each.environment !== undefined);
  const colliding = collisions(valid);
  const rows = loaded.map((each) => rowOf(each.file, each, colliding.filter(({ file }) => file === each.file).length));
  io.out(output === 'json' ? `${JSON.stringify({ environments: rows }, null, 2)}\n` : text(rows));
  for (const problem of colliding) io.err(`${sentenceOfProblem(problem)}\n`);
  io.exit(rows.every((row) => row.valid) ? 0 : 1);
}

function rowOf(file: string, loaded: LoadedEnvironment | RefusedEnvironment, colliding: number): Row {
  const { environment } = loaded;
  const errors = loaded.problems.filter(({ severity }) => severity === 'error').length + colliding;
  if (environment === undefined) return { name: bareNameOf(file), file, valid: false, errors };
  const { spec } = environment;
  const { account, region } = placeOf(environment);
  const cloud = cloudOf(environment);
  return {
    name: environment.metadata.name,
    file,
    valid: errors === 0,
    errors,
    mode: spec.mode,
    ...(cloud !== undefined && { cloud, account, region }),
    ...('profile' in spec && { profile: spec.profile }),
    ...('version' in spec && spec.version !== undefined && { version: spec.version }),
  };
}

function text(rows: readonly Row[]): string {
  if (rows.length === 0) return `There are no environments in ${environmentsFolder}/. Make one: planewright init\n`;
  const cells = rows.map((row) =>
    [
      row.name,
      row.valid ? row.mode : `${row.errors} ${row.errors === 1 ? 'error' : 'errors'}`,
      row.cloud,
      row.account === undefined ? undefined : `${row.account}/${row.region ?? ''}`,
      row.profile,
      row.version,
      row.file,
    ].map((cell) => cell ?? '-'),
  );
  const broken = rows.filter(({ valid }) => !valid).map(({ file }) => file);
  const way = broken.length === 0 ? '' : `\nplanewright validate ${broken.join(' ')}\n`;
  return table(['NAME', 'MODE', 'CLOUD', 'PLACE', 'PROFILE', 'VERSION', 'FILE'], cells) + way;
}
