/** The version that an image's tag says, without its leading `v`; undefined for an opaque tag or a bare digest. */
export function taggedVersion(image: string): string | undefined {
  const named = image.split('@', 1)[0] ?? '';
  return /:v?(\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?)$/.exec(named)?.[1];
}

/**
 * Whether a version is newer than another; one that no tag says is neither newer nor older than any. A pre-release
 * comes before its release, and pre-releases go by their text.
 */
export function isNewer(version: string | undefined, than: string | undefined): boolean {
  if (version === undefined || than === undefined) return false;
  const [one, other] = [partsOf(version), partsOf(than)];
  for (const [index, number] of one.numbers.entries()) {
    const difference = number - (other.numbers[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  if (one.preRelease === '' || other.preRelease === '') return one.preRelease === '' && other.preRelease !== '';
  return one.preRelease > other.preRelease;
}

function partsOf(version: string): { readonly numbers: readonly number[]; readonly preRelease: string } {
  const at = version.indexOf('-');
  const release = at === -1 ? version : version.slice(0, at);
  return { numbers: release.split('.').map(Number), preRelease: at === -1 ? '' : version.slice(at + 1) };
}
