import { defineConfig } from 'vitest/config';

/** One PostgreSQL for the whole run; a database of its own for each file that asks for one. */
export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    globalSetup: ['test/support/server.ts'],
    // Two cores and a database server: more files at once only wait for each other.
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // What is waited for comes at once on a quiet machine. Jobs stand back for all else: on a busy one they take long.
    expect: { poll: { timeout: 45_000 } },
  },
});
