import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { openApi } from "@/lib/openapi";
import { operations } from "@/lib/route/operations";
import vercel from "@/vercel.json";

const root = join(import.meta.dirname, "../../app/api");
/** next-auth answers its own addresses; the demo's answers 404 anywhere but in the demo; the last one says 404. */
const notOurs = ["/api/auth/{...nextauth}", "/api/demo-sign-in", "/api/passive-income/{...rest}"];

const routes = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith("route.ts"))
  .map((file) => ({
    path: `/api/${file
      .replace(/\/route\.ts$/, "")
      .replaceAll("[", "{")
      .replaceAll("]", "}")}`,
    source: readFileSync(join(root, file), "utf8"),
  }))
  .filter(({ path }) => !notOurs.includes(path));

test("every route has an operation, and every operation has a route", () => {
  const served = routes.flatMap(({ path, source }) =>
    [...source.matchAll(/export (?:const|async function|function) (GET|POST|PUT|PATCH|DELETE|HEAD)\b/g)].map(
      ([, method]) => `${method} ${path}`,
    ),
  );
  const described = new Set(operations.map(({ method, path }) => `${method} ${path}`));
  expect(served.length).toBeGreaterThan(20);
  expect(new Set(served)).toEqual(described);
});

test("every route is checked by the wrapper, at each request, on Node", () => {
  for (const { path, source } of routes) {
    expect(source, path).toContain('from "@/lib/route"');
    expect(source, path).toContain('export const runtime = "nodejs"');
    expect(source, path).toContain('export const dynamic = "force-dynamic"');
    expect(source, path).not.toMatch(/drizzle-orm|db\/client/);
  }
});

test("every schedule has a cron operation, for GET and POST", () => {
  const crons = operations.filter(({ access }) => access === "cron");
  expect(crons.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(
    vercel.crons.flatMap(({ path }) => [`GET ${path}`, `POST ${path}`]).sort(),
  );
});

test("only health and the sign-in link need no credential, and only a webhook has its own in the address", () => {
  const of = (wanted: string) => operations.filter(({ access }) => access === wanted).map(({ path }) => path);
  expect(of("anyone")).toEqual(["/api/sign-in-link", "/api/health"]);
  expect(of("webhook")).toEqual(["/api/webhooks/{platform}/{token}"]);
  for (const { path, access } of operations) {
    if (path.startsWith("/api/passive-income/")) expect(access, path).toBe("member");
  }
});

const documentSchema = z.object({
  openapi: z.literal("3.1.0"),
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        summary: z.string().min(5),
        parameters: z
          .array(z.object({ name: z.string(), in: z.enum(["path", "query"]), required: z.boolean() }))
          .default([]),
        requestBody: z.object({ content: z.record(z.string(), z.unknown()) }).optional(),
        responses: z.record(z.string(), z.object({ description: z.string() })),
      }),
    ),
  ),
});

test("the document describes every operation, with each parameter of its address", () => {
  const { paths } = documentSchema.parse(openApi({ appUrl: "http://127.0.0.1:3000" }));
  for (const { method, path, status, access } of operations) {
    const entry = paths[path]?.[method.toLowerCase()];
    const inAddress = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const described = entry?.parameters.filter(({ in: place }) => place === "path").map(({ name }) => name);
    expect(described, path).toEqual(inAddress);
    const expected = access === "anyone" ? [String(status)] : [String(status), "401"];
    expect(Object.keys(entry?.responses ?? {}), path).toEqual(expect.arrayContaining(expected));
  }
  const resolve = paths["/api/passive-income/actions/{id}/resolve"]?.post?.requestBody?.content ?? {};
  expect(Object.keys(resolve)).toEqual(["application/json", "multipart/form-data"]);
  const listings = paths["/api/passive-income/listings"]?.get?.parameters.map(({ name }) => name);
  expect(listings).toEqual(["limit", "cursor", "status", "platform_id", "manual_id", "q"]);
});
