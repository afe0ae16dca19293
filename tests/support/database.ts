import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { afterAll, describe, inject } from "vitest";
import { type DbOptions, type Driver, type OpenedDb, openDb } from "@/db/client";
import { templateName } from "./global";

export interface FreshDatabase {
  url: string;
  drop(): Promise<void>;
}

/** A database of its own on this run's Postgres: migrated, or empty with `template: false`. */
export async function freshDatabase({ template = true } = {}): Promise<FreshDatabase> {
  const name = `t_${randomBytes(6).toString("hex")}`;
  await onServer(
    `create database ${name} template ${template ? templateName : "template0"} strategy file_copy`,
  );
  const url = new URL(inject("postgresUrl"));
  url.pathname = name;
  return { url: url.href, drop: () => onServer(`drop database if exists ${name} with (force)`) };
}

async function onServer(statement: string): Promise<void> {
  const client = new Client({ connectionString: inject("postgresUrl") });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

export interface OpenOptions extends Pick<DbOptions, "onStatement" | "maxConnections" | "handle"> {
  /** False: nothing in it, not even the schema, until openDb migrates it. */
  template?: boolean;
}

export type Open = (options?: OpenOptions) => Promise<OpenedDb>;

const drivers: readonly Driver[] = ["pglite", "pg", "neon"];

/** The same suite on every driver; each `open()` gives a new database, closed and removed when the suite ends. */
export function eachDriver(name: string, suite: (open: Open, driver: Driver) => void): void {
  for (const driver of drivers) {
    describe(`${name} on ${driver}`, () => {
      suite(opener(driver), driver);
    });
  }
}

/** Opens databases of one driver inside a `describe`, and removes them after it. Most tests want "pg". */
export function opener(driver: Driver): Open {
  const undo: (() => Promise<void>)[] = [];
  afterAll(async () => {
    for (const step of undo.reverse()) await step();
  });
  return async ({ template = true, ...options } = {}) => {
    if (driver === "pglite") {
      const dataDir = await mkdtemp(join(tmpdir(), "pid-db-"));
      undo.push(() => rm(dataDir, { recursive: true, force: true }));
      const opened = await openDb({ ...options, driver, dataDir, migrate: true });
      undo.push(opened.close);
      return opened;
    }
    const { url, drop } = await freshDatabase({ template });
    undo.push(drop);
    const neonWsProxy = inject("neonProxy");
    const opened = await openDb({
      maxConnections: 5,
      ...options,
      driver,
      url,
      dataDir: "",
      neonWsProxy,
      migrate: true,
    });
    undo.push(opened.close);
    return opened;
  };
}
