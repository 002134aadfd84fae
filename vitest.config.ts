import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // They need a browser: vitest.browser.config.ts.
    exclude: ['test/browser/**'],
    globalSetup: ['test/postgres.ts'],
    // Two cores: more workers than that only make the scenario tests, which run real servers, wait for each other.
    maxWorkers: 2,
    // The sources are loaded once a worker and not once a file; no test keeps anything in a module.
    isolate: false,
    // A sandbox that moves through days does all that is due in them.
    testTimeout: 90_000,
    hookTimeout: 60_000,
    // What is waited for comes, and not always within the second that is usual.
    expect: { poll: { timeout: 15_000 } },
  },
})
