import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isMadeByChance, type Call } from './cloud.ts';

/**
 * Copies state and cloud as they are at this moment, where a test wants kill points: just what is left when everything is
 * killed now, for the engine writes before it begins a step, and the copy is made while this process does nothing else.
 * Only one process of a run may do so, so objects of chance, which have a process of their own, leave no kill points.
 * `STAND_IN_SNAPSHOTS` is the folder for them, `STAND_IN_SNAPSHOTS_AT` the numbers that are wanted; all if left out.
 */
export function snapshot({ method, type, name }: Omit<Call, 'pid'>, moment: 'before' | 'after'): void {
  const {
    STAND_IN_SNAPSHOTS: into,
    STAND_IN_CLOUD: cloud,
    STAND_IN_STATE: state,
    STAND_IN_SNAPSHOTS_AT: at,
  } = process.env;
  if (into === undefined || cloud === undefined || state === undefined || isMadeByChance(type)) return;
  mkdirSync(into, { recursive: true });
  const counter = path.join(into, 'count');
  const number = existsSync(counter) ? Number(readFileSync(counter, 'utf8')) : 0;
  writeFileSync(counter, String(number + 1));
  if (at !== undefined && !at.split(',').includes(String(number))) return;
  const title = `${String(number).padStart(4, '0')} ${moment} ${method} ${type.split(':').at(-1) ?? ''} ${name}`;
  const folder = path.join(into, title.replaceAll(/[^-\w. ]/g, '_').slice(0, 120));
  mkdirSync(folder);
  copyTree(state, path.join(folder, 'state'));
  copyTree(cloud, path.join(folder, 'cloud'));
}

/** The engine writes files under another name first and renames them then: what is gone when its turn comes was such a one. */
function copyTree(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (entry.isDirectory()) copyTree(source, target);
    else if (existsSync(source)) copied(source, target);
  }
}

function copied(source: string, target: string): void {
  try {
    copyFileSync(source, target);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
}
