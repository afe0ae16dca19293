import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readEnv } from "@/lib/env";
import { AppError } from "@/lib/errors";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "env-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const sentence = (source: Record<string, string>) => {
  try {
    readEnv({ DATA_DIR: dir, ...source });
    return "";
  } catch (error) {
    return error instanceof AppError ? error.message : "?";
  }
};

describe("the environment", () => {
  it("needs nothing: embedded database, generated keys that stay and that only we may read", () => {
    const first = readEnv({ DATA_DIR: dir });
    expect(first).toMatchObject({
      databaseDriver: "pglite",
      appUrl: "http://127.0.0.1:3000",
      scheduler: "internal",
    });
    expect(readEnv({ DATA_DIR: dir }).credentialsKeys).toEqual(first.credentialsKeys);
    expect(statSync(join(dir, "keys.json")).mode & 0o777).toBe(0o600);
  });

  it.each([
    [{ PORT: "0" }, /PORT: /],
    [{ PORT: "web" }, /PORT: /],
    [{ DATABASE_URL: "mysql://x" }, /DATABASE_URL: starts with postgres:\/\//],
    [{ DATABASE_DRIVER: "sqlite" }, /DATABASE_DRIVER: /],
    [{ DATABASE_DRIVER: "pg" }, /DATABASE_DRIVER needs DATABASE_URL\./],
    [{ APP_URL: "https://example.com/path" }, /APP_URL: is an origin, without a path/],
    [{ ETSY_API_URL: "127.0.0.1:4010" }, /ETSY_API_URL/],
    [{ OWNER_EMAIL: "nobody" }, /OWNER_EMAIL: /],
    [{ OWNER_PASSWORD: "short" }, /OWNER_PASSWORD: needs at least 10 characters/],
    [{ API_TOKEN: "short" }, /API_TOKEN: needs at least 32 characters/],
    [{ CRON_SECRET: "short" }, /CRON_SECRET: needs at least 16 characters/],
    [{ NEXTAUTH_SECRET: "short" }, /NEXTAUTH_SECRET: needs at least 32 characters/],
    [
      { CREDENTIALS_KEYS: "k1:c2hvcnQ=", NEXTAUTH_SECRET: "x".repeat(32) },
      /CREDENTIALS_KEYS: each entry is id:key/,
    ],
    [{ AGENT_TIMING: "{" }, /AGENT_TIMING is neither/],
    [{ AGENT_TIMING: '{"budget":"none"}' }, /budget none is only allowed when/],
    [{ DATABASE_URL: "postgres://db/x", NODE_ENV: "production" }, /NEXTAUTH_SECRET is required/],
  ])("%j is refused with a sentence that names it", (source, expected) => {
    expect(sentence(source as Record<string, string>)).toMatch(expected); // a union of records without common keys
  });

  it("names every variable that is wrong at once", () => {
    expect(sentence({ PORT: "x", OWNER_EMAIL: "y" })).toMatch(/PORT: .*OWNER_EMAIL: /);
  });

  it("takes the budgets away only for stand-ins on this machine", () => {
    const local = { ETSY_API_URL: "http://127.0.0.1:1", GUMROAD_API_URL: "http://localhost:2" };
    expect(sentence({ ...local, AGENT_TIMING: '{"budget":"none"}' })).toBe("");
    const far = { ...local, GUMROAD_API_URL: "https://api.gumroad.com" };
    expect(sentence({ ...far, AGENT_TIMING: '{"budget":"none"}' })).toMatch(/budget none/);
  });

  it("chooses the driver by the address", () => {
    const of = (url: string) => readEnv({ DATA_DIR: dir, DATABASE_URL: url }).databaseDriver;
    expect(of("postgres://u:p@ep-x.eu.aws.neon.tech/db")).toBe("neon");
    expect(of("postgres://u:p@neon.tech.example.com/db")).toBe("pg");
  });

  it("says what to do about a damaged key file instead of making new keys", () => {
    writeFileSync(join(dir, "keys.json"), '{"session_secret":"x"}');
    expect(sentence({})).toMatch(/keys\.json is damaged\. Restore it from a backup/);
  });
});
