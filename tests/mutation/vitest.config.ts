import { resolve } from "node:path";
import { defineConfig } from "vitest/config";

/** The fast tests that judge each mutant of the engine. */
export default defineConfig({
  resolve: { alias: { "@": resolve(import.meta.dirname, "../..") } },
  test: {
    root: resolve(import.meta.dirname, "../.."),
    include: ["tests/mutation/histories.ts", "tests/turns/*.test.ts"],
    globalSetup: ["tests/support/global.ts"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
