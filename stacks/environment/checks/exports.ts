import { those, type Check } from './check.ts';
import type { Environment } from '../schema/environment.ts';

export const exportChecks: readonly Check[] = [
  {
    id: 'exports-go-elsewhere',
    check: (environment) =>
      exportsOf(environment).flatMap(({ bucket }, index) =>
        those(
          isOfThePlane(bucket, environment) && {
            path: ['spec', 'exports', index, 'bucket'],
            reason: `is ${bucket}, a bucket of the plane: an export would lie among live data`,
            next: 'name a bucket of its own',
          },
        ),
      ),
  },
  {
    id: 'exports-are-told-apart',
    check: (environment) => {
      const names = exportsOf(environment).map(({ name }) => name);
      return names.flatMap((name, index) =>
        names.indexOf(name) < index
          ? [{ path: ['spec', 'exports', index, 'name'], reason: `is ${name}, as another one is called` }]
          : [],
      );
    },
  },
];

function exportsOf({ spec }: Environment) {
  return spec.mode === 'SelfHosted' && 'exports' in spec ? spec.exports : [];
}

function isOfThePlane(bucket: string, { metadata, spec }: Environment): boolean {
  if (spec.mode !== 'SelfHosted') return false;
  const { storage } = spec;
  if (storage.type === 'Existing') {
    return Object.entries(storage).some(([field, name]) => field !== 'type' && name === bucket);
  }
  // Buckets that are made are called `<environment>-<role>-<digest>`.
  return new RegExp(`^${metadata.name}-(brainstore|responses|code-bundles|api)-[0-9a-f]{8}$`).test(bucket);
}
