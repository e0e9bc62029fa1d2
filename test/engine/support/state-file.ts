import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { StackState } from '../../../stacks/engine/state.ts';

type Deployment = StackState['deployment'];

/** The file in which the backend of files keeps the one state that there is below a folder. */
export function stateFileIn(folder: string): string {
  const found = readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((name) =>
    /\.pulumi\/stacks\/planewright\/[^/]+\.json$/.test(name),
  );
  if (found === undefined) throw new Error('there is no state');
  return path.join(folder, found);
}

/** What an editor does to that file, which the engine's own import would put right. */
export function editState(file: string, change: (deployment: Deployment) => Deployment): void {
  const whole = JSON.parse(readFileSync(file, 'utf8')) as { readonly checkpoint: { readonly latest: Deployment } };
  const checkpoint = { ...whole.checkpoint, latest: change(whole.checkpoint.latest) };
  writeFileSync(file, JSON.stringify({ ...whole, checkpoint }));
}
