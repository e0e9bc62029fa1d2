import type { ExitCode, Io } from '../../src/cli/io.ts';

/** A process that is none: collects what is printed and the exit code; files come from a table. */
export interface FakeIo extends Io {
  readonly text: string;
  readonly errors: string;
  readonly code: ExitCode | undefined;
}

export function fakeIo({
  files = {},
  ...rest
}: Partial<Io> & { files?: Readonly<Record<string, string>> } = {}): FakeIo {
  let text = '';
  let errors = '';
  let code: ExitCode | undefined;
  return {
    out: (more) => (text += more),
    err: (more) => (errors += more),
    cwd: '/',
    env: {},
    isTerminal: false,
    columns: 80,
    readFile: (path) => {
      const found = files[path];
      return found === undefined
        ? Promise.reject(Object.assign(new Error(`ENOENT: no such file, open '${path}'`), { code: 'ENOENT' }))
        : Promise.resolve(found);
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
  };
}
