import { cpSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Call } from './cloud.ts';

/**
 * Copies state and cloud as they are at this moment, where a test wants kill points: just what is left when everything is
 * killed now, for the engine writes before it begins a step, and the copy is made while this process does nothing else.
 */
export function snapshot({ method, type, name }: Omit<Call, 'pid'>, moment: 'before' | 'after'): void {
  const { STAND_IN_SNAPSHOTS: into, STAND_IN_CLOUD: cloud, STAND_IN_STATE: state } = process.env;
  if (into === undefined || cloud === undefined || state === undefined) return;
  mkdirSync(into, { recursive: true });
  const number = String(readdirSync(into).length).padStart(4, '0');
  const folder = path.join(into, `${number} ${moment} ${method} ${type} ${name}`.replaceAll(/[^-\w. ]/g, '_').slice(0, 200));
  mkdirSync(folder);
  cpSync(state, path.join(folder, 'state'), { recursive: true });
  cpSync(cloud, path.join(folder, 'cloud'), { recursive: true });
}
