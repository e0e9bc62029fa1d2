/**
 * The packages that planning needs, with the version that the table of resource types and the offline run were made for.
 * They are optional peers: together they weigh 440 MB, and an operator needs none of them.
 */
export const sdkVersions: Readonly<Record<string, string>> = {
  '@pulumi/pulumi': '3.270.0',
  '@pulumi/random': '4.21.2',
  '@pulumi/aws': '7.48.0',
  '@pulumi/gcp': '9.37.0',
  '@pulumi/azure-native': '3.28.0',
};

const sdkOf = { aws: '@pulumi/aws', google: '@pulumi/gcp', azure: '@pulumi/azure-native' } as const;

/** How to get what planning on a cloud needs. */
export function installCommand(cloud: keyof typeof sdkOf): string {
  const packages = ['@pulumi/pulumi', '@pulumi/random', sdkOf[cloud]].map(
    (name) => `${name}@${sdkVersions[name] ?? ''}`,
  );
  return `npm install ${packages.join(' ')}`;
}

/** The package of the SDKs that an import did not find; undefined for any other error. */
export function missingPackage(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND') return undefined;
  const named = /(?:package|module) '(@pulumi\/[^'\/]+)/.exec(error instanceof Error ? error.message : '')?.[1];
  return named !== undefined && Object.hasOwn(sdkVersions, named) ? named : undefined;
}
