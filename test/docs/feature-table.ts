import { readProjectFile } from '../workshop/tree.ts';

export interface Feature {
  readonly id: string;
  readonly name: string;
  readonly what: string;
  readonly state: string;
  /** Resource kinds in the last column, such as `AIProvider`. */
  readonly kinds: readonly string[];
  /** Commands of `planewright …` in the last column, such as `diff`. */
  readonly commands: readonly string[];
  /** Scripts of `npm run …` in the last column, such as `demo`. */
  readonly scripts: readonly string[];
}

/** The rows of docs/features.md, in order. */
export async function readFeatures(): Promise<Feature[]> {
  const page = await readProjectFile('docs/features.md');
  return page
    .split('\n')
    .filter((line) => /^\| F\d/.test(line))
    .map((line) => {
      const [, id = '', name = '', what = '', state = '', shownBy = ''] = line.split('|').map((cell) => cell.trim());
      const names = [...shownBy.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
      const after = (prefix: string): string[] =>
        names.filter((code) => code.startsWith(prefix)).map((code) => code.slice(prefix.length).split(' ')[0] ?? '');
      const kinds = names.filter((code) => !code.includes(' '));
      return { id, name, what, state, kinds, commands: after('planewright '), scripts: after('npm run ') };
    });
}
