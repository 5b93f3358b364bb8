import { defineConfig } from 'vitest/config'

const serverTests = ['contract', 'server', 'web', 'widget', 'dev', 'scripts', 'tests'].map(
  (folder) => `${folder}/**/*.test.ts`,
)

export default defineConfig({
  test: {
    environment: 'node',
    include: [...serverTests, 'tests/browser/**/*.spec.ts'],
    globalSetup: ['tests/global-setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // Real databases, processes and browsers on a slow machine; a hang still ends.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // The same for what a test asks again until it is so.
    expect: { poll: { timeout: 120_000 } },
  },
})
