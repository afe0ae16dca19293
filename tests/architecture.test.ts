import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { tasks } from "@/lib/agent/tasks";
import { platforms } from "@/lib/platforms";
import vercel from "@/vercel.json";

interface Source {
  path: string;
  text: string;
  imports: string[];
}

const folders = ["app", "lib", "db", "bin", "bench", "tests"];
const sources: Source[] = folders.flatMap(walk).map((path) => {
  const text = readFileSync(path, "utf8");
  const imports = [...text.matchAll(/(?:from|import\()\s*"([^"]+)"/g)].map(([, from]) =>
    resolve(path, from ?? ""),
  );
  return { path, text, imports };
});
const product = sources.filter(({ path }) => /^(app|lib|db|bin)\//.test(path));

function walk(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return name === "migrations" ? [] : walk(path);
    return /\.(ts|tsx|mjs)$/.test(name) ? [path] : [];
  });
}

/** A path from the root for files of ours, the package's name else. */
function resolve(path: string, from: string): string {
  if (from.startsWith("@/")) return from.slice(2);
  return from.startsWith(".") ? join(path, "..", from) : from;
}

const breaking = (who: RegExp, whom: RegExp, unless: RegExp = /^$/) =>
  sources
    .filter(({ path }) => who.test(path))
    .flatMap(({ path, imports }) =>
      imports.filter((to) => whom.test(to) && !unless.test(to)).map((to) => `${path} imports ${to}`),
    );

describe("the house", () => {
  it("lets only lib/env.ts read the environment", () => {
    // next-auth reads its address nowhere else; the PDF child gets nothing but PATH.
    const allowed = /^(lib\/env\.ts|lib\/server\.ts|bin\/(production|build|demo)\.ts|lib\/pdf\/process\.ts)$/;
    expect(
      product
        .filter(({ path, text }) => /process\.env/.test(text) && !allowed.test(path))
        .map(({ path }) => path),
    ).toEqual([]);
  });

  it("keeps screens to reading", () => {
    expect(
      breaking(
        /^app\/(passive-income|sign-in)\//,
        /^(drizzle-orm|lib\/(vault|connections|agent\/.*store|manuals|action-queue))/,
      ),
    ).toEqual([]);
  });

  it("keeps routes to translating", () => {
    expect(breaking(/^app\/api\//, /^(drizzle-orm|db\/client)/)).toEqual([]);
  });

  it("keeps the web framework out of the verbs", () => {
    expect(
      breaking(/^lib\//, /^(next($|\/)|next-auth|app\/)/).filter(
        (line) => !/^lib\/(session|route|route\/|users\/|sign-in\/)/.test(line),
      ),
    ).toEqual([]);
  });

  it("keeps a platform to its own folder and the shared four", () => {
    for (const { name } of platforms) {
      const own = new RegExp(
        `^(lib/platforms/${name}/|lib/platforms/(platform|sales|by-hand)$|lib/(http|errors|money)$|zod$|node:)`,
      );
      expect(breaking(new RegExp(`^lib/platforms/${name}/`), /./, own)).toEqual([]);
    }
  });

  it("lets only the registry import a platform", () => {
    const inside = new RegExp(`^lib/platforms/(${platforms.map(({ name }) => name).join("|")})(/|$)`);
    const others = /^(app|bin|bench|db|lib\/(?!platforms\/))/;
    expect(breaking(others, inside)).toEqual([]);
  });

  it("keeps secrets and the database out of what the browser runs", () => {
    const client = product.filter(({ text }) => /^["']use client["']/m.test(text));
    expect(client.length).toBeGreaterThan(0);
    const forbidden = /^(db\/client|drizzle-orm|lib\/(env|vault|app|connections|agent)($|\/))/;
    expect(
      client.flatMap(({ path, imports }) =>
        imports.filter((to) => forbidden.test(to)).map((to) => `${path} imports ${to}`),
      ),
    ).toEqual([]);
  });

  it("keeps stand-ins apart from what they test", () => {
    expect(breaking(/^tests\/sandbox\//, /^(lib|db|app)\//)).toEqual([]);
  });

  it("gives each schedule a task and a route of the same name", () => {
    for (const { path } of vercel.crons) {
      const name = path.split("/").at(-1) ?? "";
      expect(Object.keys(tasks)).toContain(name);
      expect(statSync(`app${path}/route.ts`).isFile()).toBe(true);
    }
  });

  it("keeps files short", () => {
    const long = sources.filter(
      ({ path, text }) => !path.includes("/fixtures/") && text.split("\n").length > 251,
    );
    expect(long.map(({ path, text }) => `${path} ${text.split("\n").length}`)).toEqual([]);
  });

  it("names no download address in the lock file", () => {
    expect(readFileSync("package-lock.json", "utf8")).not.toMatch(/"resolved": "http/);
  });
});
