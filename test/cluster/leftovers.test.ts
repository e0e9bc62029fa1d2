import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { eventually } from '../support/control-plane/connection.ts';
import { describeOnCluster } from '../support/control-plane/describe-on-cluster.ts';

const startAndWait = fileURLToPath(new URL('../support/control-plane/start-and-wait.ts', import.meta.url));

/** Command lines that name a folder: those of the programs that keep their data there. */
async function commandsNaming(folder: string): Promise<string[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'args'], { maxBuffer: 10_000_000 });
  return stdout.split('\n').filter((line) => line.includes(folder) && !line.startsWith('ps '));
}

describeOnCluster('a run that is killed', () => {
  it('leaves neither processes nor data behind', async () => {
    const run = spawn(process.execPath, [startAndWait], { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      const lines = createInterface({ input: run.stdout });
      const first = await new Promise<string>((resolve, reject) => {
        lines.once('line', resolve);
        run.once('exit', () => reject(new Error('the control plane did not start')));
      });
      const folder = dirname(first);
      expect((await commandsNaming(folder)).length).toBeGreaterThanOrEqual(2);
      run.kill('SIGKILL');
      await eventually('its processes and its data to be gone', async () =>
        (await commandsNaming(folder)).length === 0 && !existsSync(folder) ? true : undefined,
      );
    } finally {
      run.kill('SIGKILL');
    }
  });
});
