import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';

/**
 * Takes away what a kill may leave half-written in a state that is kept in a folder. The engine replaces the state as a
 * whole, but empties the small file beside it (`<stack>.json.attrs`) before it writes it, and over an empty one it says
 * `failed to load checkpoint: EOF`; without one it reads the state. Found by the kill sweep, in 3.260.0.
 * @param backend Of any kind; others than `file://` write whole objects.
 */
export async function mendFolder(backend: string, environment: string): Promise<void> {
  const [, root] = /^file:\/\/(.+)$/.exec(backend) ?? [];
  if (root === undefined) return;
  const folder = path.join(root, '.pulumi', 'stacks', 'planewright');
  const files = await readdir(folder).catch((): readonly string[] => []);
  for (const file of files.filter((name) => name.startsWith(`${environment}.json`) && name.endsWith('.attrs'))) {
    const whole = path.join(folder, file);
    // Gone in between means that a run is writing it anew.
    const { size } = await stat(whole).catch(() => ({ size: 1 }));
    if (size === 0) await rm(whole, { force: true });
  }
}
