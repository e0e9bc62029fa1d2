import { defineConfig } from 'vitest/config';

/**
 * What `npm test` runs, by what it needs: `unit` and `conformance` (on the simulator) need nothing but Node; `process`
 * starts and kills processes and changes what belongs to the whole process, so it runs in forks. The suites on a real
 * control plane and in Pulumi's engine have configurations of their own (npm run test:cluster, test:spine, test:engine).
 */
const shared = { pool: 'threads' as const, isolate: false };
const inForks = ['test/workshop/**/*.test.ts'];
const elsewhere = ['test/cluster/**', 'test/spine/**', 'test/conformance/**', 'test/bench/**', 'test/engine/**'];

export default defineConfig({
  test: {
    testTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: { name: 'unit', ...shared, include: ['test/**/*.test.ts'], exclude: [...elsewhere, ...inForks] },
      },
      {
        extends: true,
        test: {
          name: 'conformance',
          ...shared,
          include: ['test/conformance/**/*.test.ts'],
          provide: { backend: 'simulator' },
        },
      },
      { extends: true, test: { name: 'process', pool: 'forks', include: inForks, testTimeout: 120_000 } },
    ],
  },
});
