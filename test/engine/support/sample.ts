import { readdirSync } from 'node:fs';
import { seededRandomness } from '../../../src/runtime/randomness.ts';

/** How many kill points of each run are gone on from: `KILL_SAMPLE`, a number or `all`. */
export function sampleSize(otherwise: number): number {
  const wanted = process.env['KILL_SAMPLE'];
  if (wanted === undefined) return otherwise;
  return wanted === 'all' ? Number.POSITIVE_INFINITY : Number(wanted);
}

/** Some of them, the same ones each time for a seed; `KILL_SEED` takes others. */
export function sampled<T>(
  all: readonly T[],
  size: number,
  seed = Number(process.env['KILL_SEED'] ?? '1'),
): readonly T[] {
  const chance = seededRandomness(seed);
  const left = [...all];
  const taken: T[] = [];
  while (left.length > 0 && taken.length < size)
    taken.push(...left.splice(Math.floor(chance.fraction() * left.length), 1));
  return taken;
}

/** Kill points that a run has recorded, in order. */
export function killPoints(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name !== 'count')
    .toSorted();
}
