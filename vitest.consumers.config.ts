// The tests that ask real resolvers and proxies whether they obey our lists: `npm run test:consumers`. They are no part
// of `npm test`, because the programs have to be installed first (scripts/consumers.sh).
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/consumers/**/*.test.ts'],
    setupFiles: ['tests/support/setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ['default'],
  },
});
