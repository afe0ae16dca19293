import { randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import { AppError, messageOf } from "./errors";
import { type Qstash, readQstash } from "./qstash/settings";
import { parseTiming, type Timing } from "./timing";

/** The environment, parsed once. Nobody else reads process.env (ARCHITECTURE.md has the table). */
export interface Env {
  databaseUrl: string | null;
  databaseDriver: "pglite" | "pg" | "neon";
  neonWsProxy: string | null;
  /** Absolute. */
  dataDir: string;
  port: number;
  host: string;
  /** Public address without a trailing slash. */
  appUrl: string;
  /** APP_URL was named: there is a proxy in front, which adds the caller's address. */
  publicAddress: boolean;
  sessionSecret: string;
  /** Key ring: the first encrypts. */
  credentialsKeys: { id: string; key: Uint8Array }[];
  ownerEmail: string | null;
  ownerPassword: string | null;
  apiToken: string | null;
  cronSecret: string | null;
  /** Null: schedules do their work themselves, and nothing is published. */
  qstash: Qstash | null;
  /** Origins by platform name; a platform that is missing uses its own. */
  origins: Record<string, string>;
  tokenUrls: Record<string, string>;
  scheduler: "internal" | "off";
  timing: Timing;
  maxUploadBytes: number;
  vercel: boolean;
  production: boolean;
  /** Set by the demo: the shell says that the marketplaces are stand-ins. */
  demo: boolean;
}

const text = z.string().min(1).optional();
const origin = z
  .url()
  .transform((url) => new URL(url))
  .refine((url) => url.pathname === "/" && !url.search, "is an origin, without a path")
  .transform((url) => url.origin)
  .optional();

const schema = z.object({
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, "starts with postgres://")
    .optional(),
  DATABASE_DRIVER: z.enum(["pglite", "pg", "neon"]).optional(),
  NEON_WS_PROXY: z
    .string()
    .regex(/^[^/\s]+:\d+$/, "is host:port")
    .optional(),
  DATA_DIR: z.string().min(1).default(".data"),
  STORAGE_URL: z.never("is not supported by this version: files are kept in DATA_DIR/files").optional(),
  PORT: z.coerce.number().int().min(1).max(65_535).default(3000),
  HOST: z.string().min(1).default("127.0.0.1"),
  APP_URL: origin,
  NEXTAUTH_SECRET: z.string().min(32, "needs at least 32 characters").optional(),
  CREDENTIALS_KEYS: text,
  OWNER_EMAIL: z.email().optional(),
  OWNER_PASSWORD: z.string().min(10, "needs at least 10 characters").optional(),
  API_TOKEN: z.string().min(32, "needs at least 32 characters").optional(),
  CRON_SECRET: z.string().min(16, "needs at least 16 characters").optional(),
  QSTASH_URL: origin,
  QSTASH_TOKEN: text,
  QSTASH_CURRENT_SIGNING_KEY: text,
  QSTASH_NEXT_SIGNING_KEY: text,
  ETSY_API_URL: origin,
  GUMROAD_API_URL: origin,
  PAYHIP_URL: origin,
  ETSY_TOKEN_URL: z.url().optional(),
  SCHEDULER: z.enum(["internal", "off"]).optional(),
  AGENT_TIMING: text,
  MAX_UPLOAD_MB: z.coerce.number().positive().max(2000).default(200),
  VERCEL: text,
  NODE_ENV: text,
  DEMO: z.enum(["1"]).optional(),
});

const slot = Symbol.for("passive-income.env");
const shared = globalThis as { [slot]?: Env };

/** The parsed environment of this process. @throws AppError `unavailable` naming each variable that is wrong. */
export function env(): Env {
  shared[slot] ??= readEnv(process.env);
  return shared[slot];
}

/** The public address of this server. */
export function ownAddress(): string {
  return env().appUrl;
}

/**
 * Parses an environment. Keys that are not given are made once and kept in DATA_DIR/keys.json (embedded mode only).
 * @throws AppError `unavailable` with a sentence for each variable that is wrong or missing.
 */
export function readEnv(source: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw new AppError("unavailable", `The environment cannot be used. ${lines.join(". ")}.`);
  }
  const e = parsed.data;
  const dataDir = resolve(e.DATA_DIR);
  const production = e.NODE_ENV === "production";
  const embedded = e.DATABASE_URL === undefined && e.DATABASE_DRIVER !== "pg" && e.DATABASE_DRIVER !== "neon";
  if (!embedded && e.DATABASE_URL === undefined) fail("DATABASE_DRIVER needs DATABASE_URL.");
  const keys = secrets(e, { dataDir, mayGenerate: embedded || !production });
  return {
    databaseUrl: e.DATABASE_URL ?? null,
    databaseDriver: driverOf(e),
    neonWsProxy: e.NEON_WS_PROXY ?? null,
    dataDir,
    port: e.PORT,
    host: e.HOST,
    appUrl: e.APP_URL ?? `http://${e.HOST.includes(":") ? `[${e.HOST}]` : e.HOST}:${e.PORT}`,
    publicAddress: e.APP_URL !== undefined,
    ...keys,
    ownerEmail: e.OWNER_EMAIL?.toLowerCase() ?? null,
    ownerPassword: e.OWNER_PASSWORD ?? null,
    apiToken: e.API_TOKEN ?? null,
    cronSecret: e.CRON_SECRET ?? null,
    qstash: readQstash(e),
    origins: present({ etsy: e.ETSY_API_URL, gumroad: e.GUMROAD_API_URL, payhip: e.PAYHIP_URL }),
    tokenUrls: present({ etsy: e.ETSY_TOKEN_URL }),
    scheduler: e.SCHEDULER ?? (e.VERCEL ? "off" : "internal"),
    timing: timingOf(e),
    maxUploadBytes: Math.floor(e.MAX_UPLOAD_MB * 1_000_000),
    vercel: e.VERCEL !== undefined,
    production,
    demo: e.DEMO === "1",
  };
}

type Parsed = z.infer<typeof schema>;

function driverOf(e: Parsed): Env["databaseDriver"] {
  if (e.DATABASE_DRIVER) return e.DATABASE_DRIVER;
  if (e.DATABASE_URL === undefined) return "pglite";
  return /\.neon\.(tech|build)$/.test(new URL(e.DATABASE_URL).hostname) ? "neon" : "pg";
}

function timingOf(e: Parsed): Timing {
  let timing: Timing;
  try {
    timing = parseTiming(e.AGENT_TIMING);
  } catch (error) {
    return fail(messageOf(error));
  }
  const away = [e.ETSY_API_URL, e.GUMROAD_API_URL].some((url) => url === undefined || !isLoopback(url));
  if (timing.budget === "none" && away) {
    fail(
      "AGENT_TIMING: budget none is only allowed when ETSY_API_URL and GUMROAD_API_URL are on this machine.",
    );
  }
  return timing;
}

/** Whether an address is on this machine. */
export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

const howToMakeOne = "Make one with: node -p \"crypto.randomBytes(32).toString('base64')\"";
const keyFile = z.object({ session_secret: z.string().min(32), credentials_keys: z.string().min(1) });

function secrets(e: Parsed, { dataDir, mayGenerate }: { dataDir: string; mayGenerate: boolean }) {
  if ((!e.NEXTAUTH_SECRET || !e.CREDENTIALS_KEYS) && !mayGenerate) {
    const missing = e.NEXTAUTH_SECRET ? "CREDENTIALS_KEYS (as id:key)" : "NEXTAUTH_SECRET";
    fail(`${missing} is required with DATABASE_URL in production. ${howToMakeOne}`);
  }
  const kept = e.NEXTAUTH_SECRET && e.CREDENTIALS_KEYS ? null : keptKeys(dataDir);
  const ring = (e.CREDENTIALS_KEYS ?? kept?.credentials_keys ?? "").split(",").map((entry) => {
    const [id = "", base64 = ""] = entry.trim().split(/:(.*)/s);
    const key = new Uint8Array(Buffer.from(base64, "base64"));
    if (!/^[\w-]{1,32}$/.test(id) || key.length !== 32) {
      fail(`CREDENTIALS_KEYS: each entry is id:key, the key 32 bytes in base64. ${howToMakeOne}`);
    }
    return { id, key };
  });
  return { sessionSecret: e.NEXTAUTH_SECRET ?? kept?.session_secret ?? "", credentialsKeys: ring };
}

function keptKeys(dataDir: string): z.infer<typeof keyFile> {
  const file = join(dataDir, "keys.json");
  mkdirSync(dataDir, { recursive: true });
  const made = {
    session_secret: randomBytes(32).toString("base64"),
    credentials_keys: `k1:${randomBytes(32).toString("base64")}`,
  };
  // Complete before it has its name: a crash here leaves no half of it.
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
  try {
    linkSync(unfinished, file);
    return made;
  } catch {
    return readKeys(file);
  } finally {
    rmSync(unfinished, { force: true });
  }
}

function readKeys(file: string): z.infer<typeof keyFile> {
  try {
    return keyFile.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return fail(
      `${file} is damaged. Restore it from a backup: without it stored credentials cannot be read.`,
    );
  }
}

function present(values: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).flatMap(([k, v]) => (v === undefined ? [] : [[k, v]])));
}

function fail(sentence: string): never {
  throw new AppError("unavailable", sentence);
}
