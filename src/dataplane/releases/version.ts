/** A release of the data plane's services: three numbers, as the vendor tags them. */
export interface Version {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
}

/** `2.9.0` or `v2.9.0`; anything else, pre-releases included, is not a version we can order. */
export function parseVersion(text: string): Version | undefined {
  const match = /^v?(\d{1,6})\.(\d{1,6})\.(\d{1,6})$/.exec(text);
  if (match === null) return undefined;
  const [major, minor, patch] = match.slice(1).map(Number) as [number, number, number];
  return { major, minor, patch };
}

/** Negative where `a` is older, 0 where equal, positive where newer. */
export function compareVersions(a: Version, b: Version): number {
  return a.major - b.major || a.minor - b.minor || a.patch - b.patch;
}

export function formatVersion(version: Version): string {
  return `${version.major}.${version.minor}.${version.patch}`;
}
