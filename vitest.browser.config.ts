/** The tests that need a browser: Chromium, found on the PATH or named by MUSTER_CHROMIUM. */
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/browser/**/*.test.ts'],
    globalSetup: ['test/postgres.ts'],
    // Each file runs a sandbox and a browser, which wait for each other most of the time.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // What is waited for comes, and not always within the second that is usual.
    expect: { poll: { timeout: 15_000 } },
  },
})
