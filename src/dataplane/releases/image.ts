import { parseVersion, type Version } from './version.ts';

/** Image reference for a version: the vendor tags with a leading `v`. Source: Helm chart 6.11.0, image tags. */
export function imageFor(repository: string, version: string): string {
  return `${repository}:v${version.replace(/^v/, '')}`;
}

/**
 * The version that an image's tag says, or undefined for an opaque tag or a bare digest: such an image can be equal to
 * another one, never older or newer.
 */
export function versionOfImage(image: string): Version | undefined {
  const named = image.split('@', 1)[0] ?? '';
  const tag = /:([^:/]+)$/.exec(named)?.[1];
  return tag === undefined ? undefined : parseVersion(tag);
}
