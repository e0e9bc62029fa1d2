import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export interface BundledOperator {
  /** Path of the program. */
  readonly program: string;
  /** What Node is started with in the image. */
  readonly nodeArguments: readonly string[];
  remove(): Promise<void>;
}

/** The measured operator as an image carries it: one file of JavaScript. From source it would carry the compiler, too. */
export async function bundledOperator(): Promise<BundledOperator> {
  const directory = await mkdtemp(join(tmpdir(), 'planewright-bench-'));
  const program = join(directory, 'operator.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('operator-process.ts', import.meta.url))],
    outfile: program,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    banner: {
      js: "import { createRequire as createBundleRequire } from 'node:module'; const require = createBundleRequire(import.meta.url);",
    },
    logLevel: 'error',
  });
  return {
    program,
    nodeArguments: await imageArguments(),
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}

async function imageArguments(): Promise<readonly string[]> {
  const dockerfile = await readFile(new URL('../../Dockerfile', import.meta.url), 'utf8');
  const entry = JSON.parse(/^ENTRYPOINT (.*)$/m.exec(dockerfile)?.[1] ?? '[]') as string[];
  return entry.filter((argument) => argument.startsWith('--'));
}
