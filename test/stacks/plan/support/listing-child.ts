/** The planning process, which says at its end on standard error which packages of the SDKs it has loaded. */
import { createRequire } from 'node:module';

await import('../../../../stacks/plan/child.ts');
process.once('beforeExit', () => {
  const { cache } = createRequire(import.meta.url);
  const packages = Object.keys(cache).flatMap((file) => /@pulumi\/([^/]+)\//.exec(file)?.[1] ?? []);
  process.stderr.write(`\n${JSON.stringify([...new Set(packages)].sort())}\n`);
});
