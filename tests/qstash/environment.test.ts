import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { readEnv } from "@/lib/env";
import { scrub } from "@/lib/log";

const dir = mkdtempSync(join(tmpdir(), "env-"));
afterAll(() => rmSync(dir, { recursive: true }));

const all = {
  QSTASH_TOKEN: "token-of-the-account",
  QSTASH_CURRENT_SIGNING_KEY: "sig_current_of_the_account",
  QSTASH_NEXT_SIGNING_KEY: "sig_next_of_the_account",
};
const read = (given: Record<string, string>) =>
  readEnv({ DATA_DIR: dir, APP_URL: "https://shop.example", ...given }).qstash;

describe("the environment of QStash", () => {
  test("is nothing by default, and whole when it is given", () => {
    expect(read({})).toBeNull();
    expect(read({ QSTASH_TOKEN: "" })).toBeNull();
    expect(read(all)).toEqual({
      url: "https://qstash.upstash.io",
      token: all.QSTASH_TOKEN,
      keys: { current: all.QSTASH_CURRENT_SIGNING_KEY, next: all.QSTASH_NEXT_SIGNING_KEY },
      appUrl: "https://shop.example",
    });
    expect(read({ ...all, QSTASH_URL: "http://127.0.0.1:8080/" })?.url).toBe("http://127.0.0.1:8080");
  });

  test("is refused with a sentence when a part of it is missing", () => {
    for (const name of Object.keys(all)) {
      expect(() => read({ ...all, [name]: "" }), name).toThrow("set together or not at all");
      expect(() => read({ [name]: "only-this-one" }), name).toThrow("set together or not at all");
    }
    expect(() => read({ QSTASH_URL: "https://qstash.upstash.io" })).toThrow("set together or not at all");
    expect(() => read({ ...all, APP_URL: "" })).toThrow("needs APP_URL");
    expect(() => read({ ...all, QSTASH_URL: "https://qstash.upstash.io/v2" })).toThrow("QSTASH_URL");
  });

  test("keeps its secrets out of the log", () => {
    read(all);
    expect(scrub(Object.values(all).join(" "))).toBe("[hidden] [hidden] [hidden]");
  });
});
