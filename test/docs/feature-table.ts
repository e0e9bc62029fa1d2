import { readFile } from 'node:fs/promises';

export interface Feature {
  readonly id: string;
  readonly name: string;
  readonly what: string;
  readonly state: string;
  /** Resource kinds in the last column, such as `AIProvider`. */
  readonly kinds: readonly string[];
  /** Commands in the last column, without `planewright`. */
  readonly commands: readonly string[];
}

/** The rows of docs/features.md, in order. */
export async function readFeatures(): Promise<Feature[]> {
  const page = await readFile(new URL('../../docs/features.md', import.meta.url), 'utf8');
  return page
    .split('\n')
    .filter((line) => /^\| F\d/.test(line))
    .map((line) => {
      const [, id = '', name = '', what = '', state = '', shownBy = ''] = line.split('|').map((cell) => cell.trim());
      const names = [...shownBy.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
      const commands = names.filter((code) => code.startsWith('planewright ')).map((code) => code.split(' ')[1] ?? '');
      return { id, name, what, state, kinds: names.filter((code) => !code.startsWith('planewright ')), commands };
    });
}
