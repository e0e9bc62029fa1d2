import type { Path } from '../../src/api/documents/problem.ts';
import { isPlainObject } from '../../src/runtime/canonical-json.ts';
import { speakOfDifferentThings } from './merge.ts';

/**
 * Which layers make the value at a path, from the lowest to the topmost, once they are laid on each other by
 * {@link merged}: more than one for a mapping that several of them write, none where nobody says anything.
 * @param layers Their values, from the lowest.
 */
export function originsOf(layers: readonly unknown[], path: Path): readonly number[] {
  let found = contributing(layers.map((value, layer) => ({ value, layer })));
  for (const step of path) {
    found = contributing(
      found.flatMap(({ value, layer }) => {
        const inner = below(value, step);
        return inner === undefined ? [] : [{ value: inner, layer }];
      }),
    );
  }
  return found.map(({ layer }) => layer);
}

interface Piece {
  readonly value: unknown;
  readonly layer: number;
}

/** As merging goes, from the lowest: what replaces the whole hides everything under it. */
function contributing(pieces: readonly Piece[]): readonly Piece[] {
  let kept: Piece[] = [];
  let together: unknown;
  for (const piece of pieces) {
    const { value } = piece;
    if (isPlainObject(value) && isPlainObject(together) && !speakOfDifferentThings(together, value)) {
      kept.push(piece);
      together = { ...together, ...value };
    } else {
      kept = [piece];
      together = value;
    }
  }
  return kept;
}

function below(value: unknown, step: PropertyKey): unknown {
  if (Array.isArray(value)) return typeof step === 'number' ? (value[step] as unknown) : undefined;
  return isPlainObject(value) && Object.hasOwn(value, String(step)) ? value[String(step)] : undefined;
}
