import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { defineConfig } from "vitest/config";

// The official document lies beside the product in some checkouts; every Etsy request is then held against it.
const openapi = resolve(import.meta.dirname, "../shared/reference/openapi/etsy.json");

export default defineConfig({
  resolve: { alias: { "@": import.meta.dirname } },
  test: {
    include: ["tests/**/*.test.ts"],
    globalSetup: ["tests/support/global.ts"],
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    env: existsSync(openapi) ? { ETSY_OPENAPI: openapi } : {},
  },
});
