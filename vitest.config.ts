import { defineConfig } from 'vitest/config';

/**
 * Projects by what they need. `unit` and `conformance` (on the simulator) need nothing but Node; `process` starts and
 * kills processes, so it runs in forks; `cluster` and `spine` need a real control plane (npm run test:cluster).
 */
const forks = { pool: 'forks' as const };
const shared = { pool: 'threads' as const, isolate: false };
const outside = ['test/process/**', 'test/cluster/**', 'test/spine/**', 'test/conformance/**', 'test/bench/**'];

export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: { name: 'unit', ...shared, include: ['test/**/*.test.ts'], exclude: outside },
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
      {
        extends: true,
        test: { name: 'process', ...forks, include: ['test/process/**/*.test.ts'], testTimeout: 120_000 },
      },
    ],
  },
});
