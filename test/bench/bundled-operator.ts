import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export interface BundledOperator {
  /** Path of the program. */
  readonly program: string;
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
  return { program, remove: () => rm(directory, { recursive: true, force: true }) };
}
