import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { manuals } from "@/db/schema/manuals";
import { runCommand } from "@/lib/commands";
import { findFiles, finishReading, importManual } from "@/lib/manuals/import";
import { processManuals } from "@/lib/manuals/process";
import { seedManual, type TestApp, testApp } from "../support/app";
import { opener } from "../support/database";
import { smallPdf } from "../support/small-pdf";

const dir = mkdtempSync(join(tmpdir(), "import-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function write(name: string, content: string | Uint8Array = "x"): string {
  const path = join(dir, name);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, content);
  return path;
}

describe("files and folders", () => {
  const names = async (...given: string[]) => (await findFiles(given)).map(({ name }) => name);

  test("a folder is searched to the bottom for PDFs, sorted; each file once, in the order given", async () => {
    for (const name of [
      "tree/b.pdf",
      "tree/a/z.PDF",
      "tree/a/.pdf.txt",
      "tree/c.docx",
      "tree/A.pdf",
      "lone.bin",
    ])
      write(name);
    expect(await names(join(dir, "tree"))).toEqual(["A.pdf", "a/z.PDF", "b.pdf"]);
    const [tree, b, lone] = ["tree", "tree/b.pdf", "lone.bin"].map((name) => join(dir, name));
    expect(await names(lone ?? "", b ?? "", tree ?? "")).toEqual(["lone.bin", "b.pdf", "A.pdf", "a/z.PDF"]);
  });

  test("links to folders are followed, but never round in a circle; a dead link is a problem", async () => {
    write("links/real/a.pdf");
    write("outside/o.pdf");
    symlinkSync(join(dir, "links"), join(dir, "links/real/up"));
    symlinkSync(join(dir, "links/real"), join(dir, "links/an-alias"));
    symlinkSync(join(dir, "outside"), join(dir, "links/out"));
    symlinkSync(join(dir, "nowhere"), join(dir, "links/dead.pdf"));
    symlinkSync(join(dir, "nowhere"), join(dir, "links/dead"));
    expect(await names(join(dir, "links"))).toEqual(["dead.pdf", "out/o.pdf", "real/a.pdf"]);
  });

  test("a path that does not exist is there, with the reason", async () => {
    expect(await findFiles([join(dir, "none"), join(dir, "lone.bin/x")])).toMatchObject([
      { name: join(dir, "none"), problem: "There is no such file or folder." },
      { problem: "There is no such file or folder." },
    ]);
  });
});

describe("a manual from a file of this machine", () => {
  const open = opener("pg");
  let app: TestApp;
  const run = (path: string, facts = {}) => runCommand(app, { name: "import-manual", args: { path, facts } });

  beforeAll(async () => {
    app = await testApp((await open()).db, {}, { maxUploadBytes: 100_000 });
  });
  afterAll(async () => {
    await processManuals(app);
    app.remove();
  });

  test("is copied; the twin is a reply with its id; one whose reading failed is read again", async () => {
    const path = write("one.pdf", await smallPdf("One", 1));
    const before = readFileSync(path);
    const added = await run(path, { title: "The one", price: "5", currency: "JPY" });
    expect(added).toEqual({ result: "added", id: expect.any(Number), message: null, again: false });
    await processManuals(app);
    const here = await run(path, { title: "Another title" });
    const message = "This PDF is already here as “The one”.";
    expect(here).toEqual({ ...Object(added), result: "already", message });
    await app.db.update(manuals).set({ status: "failed", errorMessage: "It broke." });
    const again = { result: "already", message: "This PDF is already here as “The one”, and is read again." };
    expect(await run(path)).toMatchObject({ ...again, again: true });
    expect(await finishReading(app, [1])).toEqual([]);
    expect(readFileSync(path).equals(before)).toBe(true);
    const files = join(
      await app.storage.path((await app.db.select().from(manuals))[0]?.fileKey ?? ""),
      "../..",
    );
    expect(readdirSync(join(files, "tmp"))).toEqual([]);
  });

  test("a refusal has its kind", async () => {
    const refused = (kind: string, message: RegExp) => ({ kind, message: expect.stringMatching(message) });
    await expect(run(join(dir, "none.pdf"))).rejects.toMatchObject(refused("not_found", /no such file/));
    await expect(run(dir)).rejects.toMatchObject(refused("invalid", /not a file/));
    await expect(run(write("big.pdf", Buffer.alloc(200_000)))).rejects.toMatchObject(
      refused("invalid", /larger/),
    );
    await expect(run(write("empty.pdf", ""))).rejects.toMatchObject(refused("invalid", /empty/));
    await expect(run("one.pdf")).rejects.toMatchObject(refused("invalid", /path: is not an absolute path/));
    await expect(run("/x", { colour: "red" })).rejects.toMatchObject(
      refused("malformed", /colour: is not a known/),
    );
    const fine = write("fine.pdf", await smallPdf("Fine", 2));
    await expect(run(fine, { price: "1.999" })).rejects.toMatchObject(
      refused("invalid", /not a price in USD/),
    );
  });

  test("a failure of our own does not show its insides", async () => {
    const fine = write("fine.pdf", await smallPdf("Fine", 2));
    const broken = {
      ...app,
      storage: { ...app.storage, take: () => Promise.reject(new Error("disk is full")) },
    };
    await expect(importManual(broken, { path: fine, facts: {} })).rejects.toMatchObject({
      kind: "unavailable",
      message: "This file could not be added. The log says why.",
    });
  });

  test("what could not be read is told at the end", async () => {
    const lost = await seedManual(app, "Lost", {
      status: "processing",
      attempts: 2,
      fileKey: "manuals/lost.pdf",
    });
    const message = expect.stringMatching(/^This PDF is damaged/);
    expect(await finishReading(app, [lost])).toEqual([{ id: lost, message }]);
    const leased = { status: "processing", errorMessage: null, leaseUntil: new Date(Date.now() + 60_000) };
    await app.db.update(manuals).set(leased).where(eq(manuals.id, lost));
    expect(await finishReading(app, [lost])).toEqual([
      { id: lost, message: "It is not read yet. The server goes on with it." },
    ]);
  });
});
