// How the suite runs, on every Node and on every machine alike. It must not filter, retry or hide a test.
import { defineConfig } from 'vitest/config';
import { RUNS, USUAL_RUNS } from './tests/support/runs.ts';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    // They need programs that are installed first, and have a command of their own: `npm run test:consumers`.
    exclude: ['tests/consumers/**'],
    setupFiles: ['tests/support/setup.ts'],
    // Processes, not threads, because some tests look at the memory and at what is open. Files that run in one share their
    // modules, which are loaded and compiled once: a file gives back what it replaces, and leaves nothing running.
    pool: 'forks',
    isolate: false,
    // Property tests make garbage by the gigabyte. With more room for it a sixth of their processor time is saved. Programs
    // that tests start do not inherit it, and their memory is what has ceilings.
    execArgv: ['--max-semi-space-size=64'],
    // Two, because memory ceilings are measured: more files at once on a big machine would share the memory.
    maxWorkers: 2,
    // Against what hangs, not against a slow machine: what must be quick has a ceiling of its own, in work and not by the
    // clock. A night of many runs gets its share.
    testTimeout: 180_000 * Math.max(1, RUNS / USUAL_RUNS),
    hookTimeout: 180_000,
    reporters: ['default'],
  },
});
