import { defineConfig } from 'vitest/config';

export default defineConfig({
  build: {
    target: 'es2022',
    modulePreload: { polyfill: false },
    // Nothing may be inlined as a data: script; small images are drawn in the components.
    assetsInlineLimit: 0,
  },
  server: {
    proxy: { '/api': 'http://localhost:8080' },
  },
  test: {
    environment: 'jsdom',
    environmentOptions: { jsdom: { url: 'https://portal.example/' } },
    include: ['src/**/*.test.{ts,tsx}'],
    env: { DEBUG_PRINT_LIMIT: '0' },
    setupFiles: ['test/setup.ts'],
    sequence: { shuffle: true },
    testTimeout: 60_000,
    restoreMocks: true,
  },
});
