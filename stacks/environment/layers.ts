import path from 'node:path';
import type { Problem } from '../../src/api/documents/problem.ts';
import { readYaml, type YamlDocument } from '../../src/api/documents/yaml.ts';
import { isPlainObject } from '../../src/runtime/canonical-json.ts';
import type { EnvironmentFiles } from './files.ts';
import { environmentApiVersion, environmentKind } from './schema/common.ts';

/** One file of an environment, as it stands. */
export interface Layer {
  readonly file: string;
  readonly document: YamlDocument;
}

interface Layers {
  /** From the lowest to the file itself. */
  readonly layers: readonly Layer[];
  readonly problems: readonly Problem[];
}

/** More layers than anybody can follow. */
const deepest = 8;

/**
 * Reads a file and everything that it lies on, through `extends`. Every problem stands where a person can mend it: a
 * missing base at the `extends` that names it.
 */
export async function readLayers(
  file: string,
  text: string,
  files: Pick<EnvironmentFiles, 'cwd' | 'readFile'>,
): Promise<Layers> {
  const layers: Layer[] = [];
  const problems: Problem[] = [];
  const seen: string[] = [];
  let next: { readonly file: string; readonly text: string } | undefined = { file, text };
  while (next !== undefined) {
    const layer = oneDocument(next.file, next.text, problems);
    if (layer === undefined) break;
    seen.push(path.normalize(next.file));
    layers.unshift(layer);
    next = await baseOf(layer, seen, files, problems);
  }
  return { layers, problems };
}

function oneDocument(file: string, text: string, problems: Problem[]): Layer | undefined {
  const { documents, complaints } = readYaml(text);
  problems.push(...complaints.map((complaint) => ({ file, ...complaint })));
  if (complaints.some(({ severity }) => severity === 'error')) return undefined;
  const [document, second] = documents;
  const whole = { severity: 'error', file, field: '' } as const;
  if (document === undefined) {
    const next = 'begin with `planewright init`';
    problems.push({ ...whole, line: 1, column: 1, reason: 'there is no document in the file', next });
    return undefined;
  }
  if (second !== undefined) {
    const reason = 'a file describes one environment, and here a second document begins';
    problems.push({ ...whole, ...second.locate([], 'value'), reason, next: 'give it a file of its own' });
    return undefined;
  }
  const layer = { file, document };
  const wrong = wrongHead(document.value);
  if (wrong === undefined) return layer;
  problems.push({ severity: 'error', file, ...document.locate(wrong.path, 'value'), ...wrong.finding });
  return undefined;
}

/** A layer may leave out apiVersion and kind; where they stand they must be right. */
function wrongHead(value: unknown) {
  const head = { apiVersion: environmentApiVersion, kind: environmentKind };
  if (!isPlainObject(value)) {
    return {
      path: [],
      finding: { field: '', reason: 'not an environment', next: 'it begins with apiVersion and kind' },
    };
  }
  for (const [field, right] of Object.entries(head)) {
    if (value[field] !== undefined && value[field] !== right) {
      return { path: [field], finding: { field, reason: 'is not that of an environment', next: `write ${right}` } };
    }
  }
  return undefined;
}

async function baseOf(
  { file, document }: Layer,
  seen: readonly string[],
  files: Pick<EnvironmentFiles, 'cwd' | 'readFile'>,
  problems: Problem[],
): Promise<{ file: string; text: string } | undefined> {
  const given = isPlainObject(document.value) ? document.value['extends'] : undefined;
  if (given === undefined) return undefined;
  const refuse = (reason: string, next: string): undefined => {
    const place = document.locate(['extends'], 'value');
    problems.push({ severity: 'error', file, ...place, field: 'extends', reason, next });
    return undefined;
  };
  if (typeof given !== 'string' || given === '') {
    refuse('must be the path of a file, relative to this one', 'for example bases/common.yaml');
    return;
  }
  if (path.isAbsolute(given) || given.includes('://') || given.includes('\0')) {
    refuse('must be a path relative to this file', 'for example bases/common.yaml');
    return;
  }
  const base = path.join(path.dirname(file), given);
  if (!isWithin(base, file, files.cwd)) {
    refuse('leads out of this project', 'copy the file into it: a layer is reviewed with what lies on it');
    return;
  }
  if (seen.includes(base)) {
    refuse(`goes in a circle: ${[...seen, base].join(' → ')}`, 'take one of them out');
    return;
  }
  if (seen.length >= deepest) {
    refuse(`is the ${deepest + 1}th layer, and at most ${deepest} are read`, 'merge some of them');
    return;
  }
  try {
    return { file: base, text: await files.readFile(base) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const reason = code === 'ENOENT' ? `there is no file ${base}` : `${base} cannot be read (${code})`;
    refuse(reason, 'the path is relative to this file');
    return;
  }
}

/** The project is the working directory where the file lies in it, else the folder above the file's. */
function isWithin(base: string, file: string, cwd: string): boolean {
  const whole = path.resolve(cwd, file);
  const project = inside(whole, cwd) ? cwd : path.dirname(path.dirname(whole));
  return inside(path.resolve(cwd, base), project);
}

function inside(file: string, folder: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '' && relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}
