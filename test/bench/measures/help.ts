import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { line, type Line } from '../measure.ts';

const run = promisify(execFile);
const runs = 9;
const root = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

/** `planewright --help` from the source and from the build: the median of some runs, caches warm. */
export async function measureHelp(): Promise<readonly Line[]> {
  const directory = await mkdtemp(join(tmpdir(), 'planewright-bench-'));
  try {
    const dist = join(directory, 'dist');
    await run(process.execPath, [root('scripts/build.ts'), root('src/cli/main.ts'), dist]);
    return [
      line('--help from the source', await median([root('bin/planewright.js'), '--help']), { unit: 'ms' }),
      line('--help from the build', await median([join(dist, 'main.js'), '--help']), { unit: 'ms', atMost: 120 }),
      line('… Node itself', await median(['--eval', '0']), { unit: 'ms' }),
    ];
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function median(args: readonly string[]): Promise<number> {
  await run(process.execPath, args);
  const times: number[] = [];
  for (let n = 0; n < runs; n += 1) {
    const since = performance.now();
    await run(process.execPath, args);
    times.push(performance.now() - since);
  }
  return times.sort((a, b) => a - b)[Math.floor(runs / 2)] ?? 0;
}
