import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { defineConfig } from "vitest/config";
import { LongestFirst } from "./tests/support/longest-first.ts";

// The official document lies beside the product in some checkouts; every Etsy request is then held against it.
const openapi = resolve(import.meta.dirname, "../shared/reference/openapi/etsy.json");

export default defineConfig({
  resolve: { alias: { "@": import.meta.dirname } },
  test: {
    include: ["tests/**/*.test.ts"],
    globalSetup: ["tests/support/global.ts"],
    pool: "forks",
    // Many tests wait, for servers and for time-outs: one more worker than the two cores of the smallest machine.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    testTimeout: 30_000,
    hookTimeout: 60_000,
    env: existsSync(openapi) ? { ETSY_OPENAPI: openapi } : {},
  },
});
