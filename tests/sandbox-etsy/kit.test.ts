import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { openBooks } from "@/tests/sandbox/kit/books";
import { openClock } from "@/tests/sandbox/kit/clock";
import { openPlain } from "@/tests/sandbox/kit/plain";
import { startServer } from "@/tests/sandbox/kit/server";
import type { Sandbox } from "@/tests/sandbox/kit/types";

const START = new Date("2026-11-01T10:00:00Z");
const plainSchema = z.object({ made: z.number(), list: z.array(z.object({ n: z.number() })) });

let dir: string;
let sandbox: Sandbox;

/** A stand-in whose POST makes one row in a table and one in a plain object, whatever the path. */
async function start(): Promise<Sandbox> {
  const books = openBooks({ name: "kit", dir });
  const clock = openClock(books, () => START);
  const rows = books.table("rows", z.object({ id: z.number() }));
  const plain = openPlain(books, plainSchema, () => ({ made: 0, list: [] }));
  return startServer({
    name: "kit",
    profile: "open",
    handle(request) {
      if (request.method === "POST") {
        const id = books.nextId("row", 100);
        rows.put(id, { id });
        plain.made += 1;
        plain.list.push({ n: id });
      }
      return { status: 200, body: { rows: rows.all().map((row) => row.id), plain } };
    },
    control: { books, clock, set: () => ({}), token: () => ({}) },
  });
}

async function call(method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(sandbox.url + path, {
    method,
    body: body === undefined ? null : JSON.stringify(body),
  });
  return response.json();
}

async function rowsMade(): Promise<number> {
  const seen = z.object({ rows: z.array(z.number()) }).parse(await call("GET", "/rows"));
  return seen.rows.length;
}

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "sandbox-kit-"));
  sandbox = await start();
});

afterEach(async () => {
  await sandbox.close();
  rmSync(dir, { recursive: true, force: true });
});

describe("faults", () => {
  const kinds: [kind: string, effect: number, seen: string][] = [
    ["timeout_before", 0, "lost"],
    ["timeout_after", 1, "lost"],
    ["error_before", 0, "500"],
    ["error_after", 1, "500"],
    ["rate_limited", 0, "429"],
    ["reset_before", 0, "lost"],
    ["reset_after", 1, "lost"],
    ["html", 1, "200 not json"],
    ["truncated", 1, "lost"],
  ];
  test.each(kinds)("%s has %i effects and shows the client: %s", async (kind, effect, seen) => {
    await call("POST", "/__control/faults", {
      match: { method: "POST", path: "^/rows" },
      kind,
      delay_ms: 20,
    });
    const shown = await fetch(`${sandbox.url}/rows`, { method: "POST" })
      .then(async (response) => {
        const text = await response.text();
        return response.status === 200 && text.startsWith("<") ? "200 not json" : String(response.status);
      })
      .catch(() => "lost");
    expect(shown).toBe(seen);
    expect(await rowsMade()).toBe(effect);
    await call("POST", "/rows");
    expect(await rowsMade()).toBe(effect + 1);
  });

  test("a fault waits for after_calls and ends after times, and retry_after becomes the header", async () => {
    await call("POST", "/__control/faults", {
      kind: "rate_limited",
      after_calls: 1,
      times: 2,
      retry_after: 7,
    });
    const seen: (string | null)[] = [];
    for (let n = 0; n < 4; n++) {
      const response = await fetch(`${sandbox.url}/rows`);
      seen.push(response.headers.get("retry-after") ?? String(response.status));
    }
    expect(seen).toEqual(["200", "7", "7", "200"]);
  });

  test("with a latency each call takes at least so long, and has its effect", async () => {
    await call("POST", "/__control/faults", { latency_ms: 100 });
    const began = performance.now();
    await call("POST", "/rows");
    expect(performance.now() - began).toBeGreaterThan(95);
    expect(await rowsMade()).toBe(1);
    await call("DELETE", "/__control/faults");
  });

  test("random faults are the same for the same seed, about as many as the rate, and stop when deleted", async () => {
    const draw = async () => {
      await call("POST", "/__control/faults", { random: { seed: 4, rate: 0.3, kinds: ["error_before"] } });
      const seen: number[] = [];
      for (let n = 0; n < 60; n++) seen.push((await fetch(`${sandbox.url}/rows`)).status);
      return seen;
    };
    const first = await draw();
    const second = await draw();
    expect(second).toEqual(first);
    const failed = first.filter((status) => status === 500).length;
    expect(failed).toBeGreaterThan(8);
    expect(failed).toBeLessThan(32);
    await call("DELETE", "/__control/faults");
    for (let n = 0; n < 20; n++) expect((await fetch(`${sandbox.url}/rows`)).status).toBe(200);
  });
});

test("the books survive a restart, with a torn last line ignored and the clock kept", async () => {
  await call("POST", "/rows");
  await call("POST", "/rows");
  await call("POST", "/__control/clock", { advance_ms: 86_400_000 });
  const before = await call("GET", "/rows");
  await sandbox.close();
  appendFileSync(join(dir, "kit.journal"), '["rows","999",{"id"');
  sandbox = await start();
  expect(await call("GET", "/rows")).toEqual(before);
  expect(await call("GET", "/__control/clock")).toEqual({ now: "2026-11-02T10:00:00.000Z" });
  await call("POST", "/rows");
  expect(await rowsMade()).toBe(3);
});

test("calls are counted by method and path pattern, with the status each got", async () => {
  await call("POST", "/__control/faults", { kind: "error_after", match: { path: "/8$" } });
  await call("GET", "/rows/7");
  await call("GET", "/rows/8");
  const report = await call("GET", "/__control/calls");
  expect(report).toMatchObject({
    total: 2,
    by: { "GET /rows/{id}": 2 },
    last: [
      { path: "/rows/7", status: 200 },
      { path: "/rows/8", status: 500, fault: "error_after" },
    ],
  });
  expect(await call("DELETE", "/__control/calls")).toEqual(report);
  expect(await call("GET", "/__control/calls")).toMatchObject({ total: 0, last: [] });
});

test("a malformed control body is refused with 400", async () => {
  const response = await fetch(`${sandbox.url}/__control/faults`, {
    method: "POST",
    body: '{"kind":"nope"}',
  });
  expect(response.status).toBe(400);
});
