import type { ExitCode, Io } from '../../src/cli/io.ts';

/** A process that is none: collects what is printed and the exit code; files come from a table. */
export interface FakeIo extends Io {
  readonly text: string;
  readonly errors: string;
  readonly code: ExitCode | undefined;
  /** The files as they are, those that were written too. */
  readonly files: Readonly<Record<string, string>>;
}

export function fakeIo({
  files = {},
  answers,
  ...rest
}: Partial<Io> & { files?: Readonly<Record<string, string>>; answers?: readonly string[] } = {}): FakeIo {
  let text = '';
  let errors = '';
  let code: ExitCode | undefined;
  const disk: Record<string, string> = { ...files };
  const waiting = [...(answers ?? [])];
  const missing = (path: string): Error =>
    Object.assign(new Error(`ENOENT: no such file, open '${path}'`), { code: 'ENOENT' });
  return {
    out: (more) => (text += more),
    err: (more) => (errors += more),
    cwd: '/',
    env: {},
    isTerminal: false,
    columns: 80,
    readFile: (path) => {
      const found = disk[path];
      return found === undefined ? Promise.reject(missing(path)) : Promise.resolve(found);
    },
    readFolder: (path) => {
      const below = Object.keys(disk).filter((name) => name.startsWith(`${path}/`));
      const names = new Set(below.map((name) => name.slice(path.length + 1).split('/')[0] ?? ''));
      return names.size === 0 ? Promise.reject(missing(path)) : Promise.resolve([...names]);
    },
    writeFile: (path, content, { overwrite }) => {
      if (!overwrite && path in disk) return Promise.reject(Object.assign(new Error('EEXIST'), { code: 'EEXIST' }));
      disk[path] = content;
      return Promise.resolve();
    },
    isInteractive: answers !== undefined,
    ask: (question) => {
      text += question;
      const answer = waiting.shift();
      return answer === undefined ? Promise.reject(new Error(`nobody answers ${question}`)) : Promise.resolve(answer);
    },
    readStdin: () => Promise.resolve(''),
    exit: (value) => (code = value),
    signal: new AbortController().signal,
    ...rest,
    get text() {
      return text;
    },
    get errors() {
      return errors;
    },
    get code() {
      return code;
    },
    get files() {
      return disk;
    },
  };
}
