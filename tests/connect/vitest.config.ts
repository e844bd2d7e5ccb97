import { defineConfig } from 'vitest/config';

// One server, one city: files run after one another.
export default defineConfig({
  test: { include: ['src/**/*.test.ts'], fileParallelism: false, testTimeout: 20_000, hookTimeout: 30_000 },
});
