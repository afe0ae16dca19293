import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { type ProductServer, removeData } from "../support/server";
import { answerOf, fields, formOf, listed, processed, readAll, row, startWithOwner } from "./product";

let server: ProductServer;

beforeAll(async () => {
  server = await startWithOwner();
}, 400_000);

afterAll(async () => {
  await server.stop();
  removeData(server.dataDir);
});

test("an upload answers 201 with the manual, which is then read by itself", async () => {
  const { status, body } = await server.call(
    "POST",
    "/manuals",
    await formOf("Sharpening hand saws", 1, { rights: "own_work", price: "12.99" }),
  );
  expect(status).toBe(201);
  answerOf("POST", "/manuals").parse(body);
  const made = row.parse(body);
  expect(Object.keys(made)).toEqual(expect.arrayContaining(fields.manuals.split(" ")));
  expect(made).toMatchObject({ price: 12.99, currency: "USD", rights: "own_work", page_count: 5 });
  const read = await processed(server, made.id);
  expect(read).toMatchObject({ status: "processed", has_text: true, price: 12.99 });
  const cover = await fetch(server.url + z.string().parse(read.cover_url), {
    headers: { authorization: `Bearer ${server.token}` },
  });
  expect(cover.headers.get("content-type")).toBe("image/jpeg");
  expect(cover.headers.get("x-content-type-options")).toBe("nosniff");
  expect(cover.headers.get("cache-control")).toContain("private");
  const bytes = new Uint8Array(await cover.arrayBuffer());
  expect([bytes[0], bytes[1]]).toEqual([0xff, 0xd8]);
});

test("every fact of the form is kept as it was said", async () => {
  const facts = {
    title: "Sharpening, the „long“ way",
    description: "How to sharpen, & when: 100 %.",
    currency: "EUR",
    language: "de",
    rights: "licence",
    rights_note: "Bought in 2024, number 17.",
  };
  const form = await formOf("With facts", 5, { ...facts, price: "7.05", tags: "saw, steel,,saw" });
  const { status, body } = await server.call("POST", "/manuals", form);
  expect([status, body]).toEqual([201, expect.objectContaining({ ...facts, price: 7.05 })]);
  const read = await processed(server, row.parse(body).id);
  expect(read).toMatchObject({ ...facts, price: 7.05, tags: ["saw", "steel"] });
});

test("each form of each picture is served, and what is not there is 404", async () => {
  const { rows } = await listed(server, "manuals");
  const id = rows[0]?.id;
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${server.api}/manuals/${path}`, {
      headers: { authorization: `Bearer ${server.token}`, ...headers },
    });
  for (const form of ["thumbnail", "etsy", "gumroad"]) {
    const first = await get(`${id}/images/0?form=${form}`);
    expect(first.status).toBe(200);
    const again = await get(`${id}/images/0?form=${form}`, {
      "if-none-match": first.headers.get("etag") ?? "",
    });
    expect(again.status).toBe(304);
  }
  expect((await get(`${id}/images/1?form=thumbnail`)).status).toBe(404);
  expect((await get(`${id}/images/99?form=etsy`)).status).toBe(404);
  expect((await get(`999999/images/0`)).status).toBe(404);
  expect((await get(`${id}/images/x`)).status).toBe(400);
  expect((await get(`${id}/images/0?form=webp`)).status).toBe(400);
});

test("the same file again is 409 with the id of the manual that is here", async () => {
  const form = await formOf("Twins", 2);
  const twice = () => server.call("POST", "/manuals", form);
  const first = await twice();
  expect(await twice()).toMatchObject({ status: 409, body: { manual_id: row.parse(first.body).id } });
});

test("a manual is changed field by field", async () => {
  const { rows } = await listed(server, "manuals");
  const path = `/manuals/${rows[0]?.id}`;
  const change = { title: "A better title", price: 7.5, tags: ["saw", "steel"], language: "en" };
  const { status, body } = await server.call("PATCH", path, change);
  expect([status, body]).toEqual([200, expect.objectContaining(change)]);
  expect((await server.call("PATCH", path, {})).body).toEqual(body);
  expect((await server.call("PATCH", path, { title: "x", status: "processed" })).status).toBe(400);
  expect((await server.call("PATCH", path, { price: -1 })).status).toBe(422);
  expect((await server.call("PATCH", path, { price: 1.234 })).status).toBe(422);
  expect((await server.call("PATCH", path, { price: "7.50" })).status).toBe(422);
  expect((await server.call("PATCH", path, { currency: "XXL" })).status).toBe(422);
  expect((await server.call("PATCH", "/manuals/999999", change)).status).toBe(404);
  expect((await server.call("GET", path)).body).toEqual(body);
});

test("a list is read page by page, each row once, with the filter kept", async () => {
  await server.call("POST", "/manuals", await formOf("A third one", 3));
  const { rows } = await listed(server, "manuals");
  const { rows: seen, pages } = await readAll(server, "manuals", "?limit=1");
  expect(pages).toBe(rows.length);
  expect(rows.length).toBeGreaterThan(2);
  expect(seen).toEqual(rows);
});
