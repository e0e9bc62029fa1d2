import { defineConfig } from 'vitest/config';

/** `npm run test:engine`: in Pulumi's own engine, with a stand-in for every cloud. */
export default defineConfig({
  test: {
    name: 'engine',
    include: ['test/engine/**/*.test.ts'],
    globalSetup: ['test/engine/engine-on-path.ts'],
    pool: 'forks',
    testTimeout: 300_000,
    hookTimeout: 120_000,
  },
});
