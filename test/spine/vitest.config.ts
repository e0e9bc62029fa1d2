import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** The story on a real control plane; one file after the other, since they share its two cores and one installation. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    name: 'spine',
    include: ['test/spine/**/*.test.ts'],
    globalSetup: ['test/support/control-plane/global-setup.ts', 'test/engine/engine-on-path.ts'],
    pool: 'threads',
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
