import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** The suites that need a real Kubernetes control plane; it is started once, by `globalSetup`. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    name: 'cluster',
    include: ['test/cluster/**/*.test.ts', 'test/conformance/**/*.test.ts'],
    provide: { backend: 'cluster' },
    globalSetup: ['test/support/control-plane/global-setup.ts'],
    pool: 'threads',
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
