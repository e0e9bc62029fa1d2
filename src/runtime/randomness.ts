import { randomBytes, randomUUID } from 'node:crypto';

/** Chance as an argument, so that a run can be repeated. */
export interface Randomness {
  /** A number in [0, 1). Not for secrets. */
  fraction(): number;
  /** Bytes fit for secrets when the source is {@link systemRandomness}. */
  bytes(length: number): Uint8Array;
  /** A version 4 UUID. */
  uuid(): string;
}

export const systemRandomness: Randomness = {
  // Built from crypto bytes so that the ambient Math.random stays forbidden everywhere.
  fraction: () => randomBytes(4).readUInt32BE(0) / 2 ** 32,
  bytes: (length) => new Uint8Array(randomBytes(length)),
  uuid: () => randomUUID(),
};

/** A repeatable source (mulberry32) for tests, the sweep and the simulator. Never for secrets. */
export function seededRandomness(seed: number): Randomness {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  };
  const bytes = (length: number): Uint8Array => Uint8Array.from({ length }, () => next() & 0xff);
  return {
    fraction: () => next() / 2 ** 32,
    bytes,
    uuid: () => {
      const hex = Buffer.from(bytes(16)).toString('hex');
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
    },
  };
}
