import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encode } from "next-auth/jwt";
import { afterAll, beforeAll, vi } from "vitest";
import { z } from "zod";
import { closeDb } from "@/db/client";
import { getApp } from "@/lib/app";
import { route } from "@/lib/route";
import { operation } from "@/lib/route/operation";
import type { Role } from "@/lib/users/user";
import { type FreshDatabase, freshDatabase } from "../support/database";
import { addPerson } from "./people";

export const token = "api-token-".padEnd(40, "a");
export const cronSecret = "cron-secret-".padEnd(40, "c");
const sessionSecret = "session-secret-".padEnd(40, "s");
export const own = "http://127.0.0.1:3999";
export const bearer = { authorization: `Bearer ${token}` };

/** What routes of a test have in common. */
export const base = {
  summary: "A test",
  access: "member",
  answer: z.strictObject({ who: z.string() }),
  status: 200,
  errors: [],
} as const;

const session: Partial<Record<Role, string>> = {};

/** Headers of a signed-in person, by default on our own pages. */
export const as = (role: Role, more: Record<string, string> = { origin: own }) => ({
  cookie: `theme=dark; ${session[role]}`,
  ...more,
});

export type Handler = ReturnType<typeof route>;

interface Sent {
  headers?: Record<string, string>;
  body?: BodyInit;
  method?: string;
  url?: string;
  id?: string;
}

/** Calls a handler as the server would. */
export async function call(
  handler: Handler,
  { headers = {}, body, method = "GET", url = "/api/x", id }: Sent,
) {
  const request = new Request(own + url, { method, headers: { host: "127.0.0.1:3999", ...headers }, body });
  const response = await handler(request, { params: Promise.resolve({ id }) });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: JSON.parse(text), text };
}

/** A route that reads, one that takes JSON, and a POST to it. */
export const read = route(operation({ ...base, method: "GET", path: "/api/x/{id}" }), async ({ who }) => ({
  who,
}));
const write = route(
  operation({
    ...base,
    method: "POST",
    path: "/api/x",
    body: z.strictObject({ text: z.string().max(100).optional() }),
  }),
  async ({ who }) => ({ who }),
);
export const post = (headers: Record<string, string>, body: BodyInit = "{}") =>
  call(write, { method: "POST", headers: { "content-type": "application/json", ...headers }, body });

/** Routes called inside this process, with a database and one person of each role. */
export function setUp(): void {
  const dir = mkdtempSync(join(tmpdir(), "doors-"));
  let database: FreshDatabase;
  beforeAll(async () => {
    database = await freshDatabase();
    vi.stubEnv("DATABASE_URL", database.url);
    vi.stubEnv("DATA_DIR", dir);
    vi.stubEnv("PORT", "3999");
    vi.stubEnv("API_TOKEN", token);
    vi.stubEnv("CRON_SECRET", cronSecret);
    vi.stubEnv("NEXTAUTH_SECRET", sessionSecret);
    vi.stubEnv("MAX_UPLOAD_MB", "0.001");
    const app = await getApp();
    for (const role of ["owner", "operator", "viewer"] as const) {
      const user = await addPerson(app, `${role}@example.org`, role);
      const claims = { user, version: 1, started: Math.floor(Date.now() / 1000) };
      const value = await encode({ token: claims, secret: sessionSecret, maxAge: 600 });
      session[role] = `next-auth.session-token=${value}`;
    }
  });
  afterAll(async () => {
    await closeDb();
    await database.drop();
    rmSync(dir, { recursive: true });
  });
}
