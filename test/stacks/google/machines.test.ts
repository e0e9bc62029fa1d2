import { describe, expect, it } from 'vitest';
import { googleMachine } from '../../../stacks/google/machines.ts';

describe('machine types of Google Cloud', () => {
  it('knows cores, memory, architecture and local SSDs of a type', () => {
    expect(googleMachine('c4a-standard-48-lssd')).toEqual({
      vcpus: 48,
      memoryGiB: 192,
      architecture: 'arm64',
      localSsds: 10,
    });
    expect(googleMachine('c4-standard-16')).toEqual({
      vcpus: 16,
      memoryGiB: 60,
      architecture: 'amd64',
      localSsds: 0,
    });
  });

  it('knows nothing of types that are in no table', () => {
    expect(googleMachine('c4a-standard-24-lssd')).toBeUndefined();
    expect(googleMachine('e2-medium')).toBeUndefined();
  });
});
