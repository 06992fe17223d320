import { defineConfig } from 'vitest/config';

/** Runs what drives a browser: pictures of components and pages. */
export default defineConfig({
  test: {
    include: ['dev/**/*.pictures.ts'],
    testTimeout: 180_000,
    hookTimeout: 60_000,
    fileParallelism: false,
  },
});
