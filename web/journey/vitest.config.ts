import { defineConfig } from 'vitest/config';

/** Runs the journey through the deployed portal. Its steps belong together, so the first that fails ends it. In the mode `pictures` each page that is looked at is drawn, too. */
export default defineConfig(({ mode }) => ({
  test: {
    // What is set for the whole portal is set when nobody else is at it.
    projects: [
      { extends: true, mode, test: { name: 'people', include: ['journey/*.test.ts'], exclude: ['journey/settings.test.ts'], sequence: { groupOrder: 0 } } },
      { extends: true, mode, test: { name: 'settings', include: ['journey/settings.test.ts'], sequence: { groupOrder: 1 } } },
    ],
    testTimeout: 180_000,
    hookTimeout: 120_000,
    // One second, the default, is too short for a sign-in on a busy machine; a visitor waits as long as the browser does.
    expect: { poll: { timeout: 30_000 } },
    bail: 1,
    maxWorkers: 2,
    reporters: ['verbose'],
  },
}));
