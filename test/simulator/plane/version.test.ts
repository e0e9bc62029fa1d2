import { describe, expect, it } from 'vitest';
import { isNewer, taggedVersion } from '../../../src/simulator/plane/version.ts';

describe('versions of images', () => {
  it.each([
    ['example.test/api:v2.9.0', '2.9.0'],
    ['localhost:5000/api:2.10.1-rc.1', '2.10.1-rc.1'],
    ['example.test/api:v2.9.0@sha256:abc', '2.9.0'],
    ['localhost:5000/api', undefined],
    ['example.test/api:latest', undefined],
  ])('%s says %s', (image, version) => expect(taggedVersion(image)).toBe(version));

  it.each([
    ['2.10.0', '2.9.9', true],
    ['2.9.0', '2.9.0', false],
    ['2.9.0', '2.9.0-rc.1', true],
    ['2.9.0-rc.1', '2.9.0', false],
    ['3.0.0', undefined, false],
    [undefined, '1.0.0', false],
  ])('%s newer than %s: %s', (version, than, newer) => expect(isNewer(version, than)).toBe(newer));
});
