import { describe, expect, it } from 'vitest';
import { releases } from '../../../src/dataplane/releases/catalogue.ts';
import { imageFor, versionOfImage } from '../../../src/dataplane/releases/image.ts';
import { compareVersions, parseVersion } from '../../../src/dataplane/releases/version.ts';
import { must } from '../../../src/runtime/must.ts';

const version = (text: string) => must(parseVersion(text), text);

describe('the catalogue of releases', () => {
  it('lists each release once, oldest first', () => {
    for (const [index, release] of releases.slice(1).entries()) {
      const before = must(releases[index], 'the one before');
      expect(compareVersions(version(before.version), version(release.version)), release.version).toBeLessThan(0);
    }
  });

  it('names only stops that it lists itself', () => {
    const listed = releases.map((release) => release.version);
    for (const { stopAt } of releases) if (stopAt !== undefined) expect(listed).toContain(stopAt);
  });
});

describe('versions', () => {
  it.each([
    ['2.9.0', '2.10.0'],
    ['v2.9.0', '2.9.1'],
    ['1.1.32', '2.0.0'],
    ['2.9.0-rc.2', '2.9.0-rc.10'],
    ['2.9.0-rc.10', '2.9.0'],
    ['2.8.9', '2.9.0-rc.1'],
  ])('orders %s before %s by number, not by letter', (older, newer) => {
    expect(compareVersions(version(older), version(newer))).toBeLessThan(0);
  });

  it.each(['latest-2.x', '2.9', '2.9.0.1', '', 'prerelease'])('does not order %j', (text) => {
    expect(parseVersion(text)).toBeUndefined();
  });
});

describe('images', () => {
  it('are tagged with a leading v, whether the version was written with one or not', () => {
    expect(imageFor('r.example/brainstore', '2.9.0')).toBe('r.example/brainstore:v2.9.0');
    expect(imageFor('r.example/brainstore', 'v2.9.0')).toBe('r.example/brainstore:v2.9.0');
  });

  it.each([
    ['public.ecr.aws/braintrust/brainstore:v2.9.0', '2.9.0'],
    ['localhost:5000/brainstore:v2.9.0@sha256:abc', '2.9.0'],
  ])('%s says version %s', (image, expected) => {
    expect(versionOfImage(image)).toEqual(parseVersion(expected));
  });

  it.each(['localhost:5000/brainstore', 'brainstore@sha256:abc', 'brainstore:latest'])('%s says none', (image) => {
    expect(versionOfImage(image)).toBeUndefined();
  });
});
