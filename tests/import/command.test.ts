import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type OpenedDb, openDb } from "@/db/client";
import { holdLock } from "@/db/lock";
import { manuals } from "@/db/schema/manuals";
import { encryptedPdf } from "../pdf/make";
import { freshDatabase } from "../support/database";
import { type ProductServer, startProduct } from "../support/server";
import { smallPdf } from "../support/small-pdf";

const dir = mkdtempSync(join(tmpdir(), "import-"));
const good = join(dir, "good");
const mixed = join(dir, "mixed");

beforeAll(async () => {
  mkdirSync(join(good, "more"), { recursive: true });
  writeFileSync(join(good, "Boiler-XR200.pdf"), await smallPdf("Boiler XR200", 1));
  writeFileSync(join(good, "more", "Pump.PDF"), await smallPdf("Pump", 2));
  cpSync(join(good, "Boiler-XR200.pdf"), join(mixed, "again.pdf"));
  cpSync(join(good, "Boiler-XR200.pdf"), join(mixed, "boiler.pdf"));
  writeFileSync(join(mixed, "cut.pdf"), readFileSync(join(mixed, "boiler.pdf")).subarray(0, 900));
  writeFileSync(join(mixed, "locked.pdf"), encryptedPdf(true));
  writeFileSync(join(mixed, "page.pdf"), "<html>a manual</html>".repeat(50));
  writeFileSync(join(mixed, "price.pdf"), await smallPdf("Price", 3));
  writeFileSync(join(mixed, "twice.pdf"), await smallPdf("Twice", 4));
  writeFileSync(
    join(dir, "facts.csv"),
    [
      "\uFEFFrights,file,price,title,tags,description",
      'own_work,Boiler-XR200.pdf,12.99,Boiler XR200 handbook,"heating, boiler","Two',
      'lines."',
      "own_work,mixed/again.pdf,12.99,Boiler XR200 handbook,,",
      "mine,price.pdf,,,,",
      ",twice.pdf,,,,",
      ",mixed/twice.pdf,,,,",
      ",absent.pdf,,,,",
    ].join("\r\n"),
  );
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** Runs the command as npm does, in a process of its own. */
function importing(env: Record<string, string>, ...args: string[]) {
  const child = spawn(process.execPath, ["--import", "tsx", "bin/import.ts", ...args], {
    env: { NODE_ENV: "production", PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  return Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]).then(
    ([out, words, [code]]) => ({ code, lines: out.split("\n").slice(0, -1), words }),
  );
}

const truncated =
  "This PDF is truncated: its end is missing. Copy or download it again and upload the whole file.";
const page =
  "This file is not a PDF: it does not begin like one. Its name may end in .pdf, its content does not match.";
const rights = 'rights: Invalid option: expected one of "own_work"|"licence"|"public_domain"|"unverified".';
const here = "this PDF is already here as “Boiler XR200 handbook”";

/** The lines of the mixed folder, imported with the facts. */
const mixedLines = (first: string) => [
  first,
  `already   1  boiler.pdf (${here})`,
  `refused      cut.pdf: ${truncated}`,
  `refused      locked.pdf: This PDF needs a password to open. Save a copy without a password and upload that one.`,
  `refused      page.pdf: ${page}`,
  `refused      price.pdf: ${rights}`,
  `refused      twice.pdf: Two rows are for this file: row 5 of facts.csv and row 6 of facts.csv.`,
];
const keep = "Manuals that were here already keep the facts they have.";
const left = (row: number, name: string) =>
  `refused      ${name}: This file of row ${row} of facts.csv is not among the given ones.`;

/** Every file below a folder, with what is in it. */
function contents(folder: string): [string, string][] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [path, readFileSync(path, "base64")]);
}

async function allManuals({ db, close }: OpenedDb) {
  const rows = await db.select().from(manuals).orderBy(manuals.id);
  await close();
  return rows;
}

const boiler = {
  id: 1,
  title: "Boiler XR200 handbook",
  description: "Two\r\nlines.",
  tags: ["heating", "boiler"],
  rights: "own_work",
  price: 1299,
  currency: "USD",
  status: "processed",
  fileName: "Boiler-XR200.pdf",
};
const pump = { id: 2, rights: "unverified", status: "processed", fileName: "Pump.PDF" };

describe("without a server, on the embedded database", () => {
  const dataDir = join(dir, "data");
  const run = (...args: string[]) => importing({ DATA_DIR: dataDir }, ...args);
  const rows = async () => allManuals(await openDb({ dataDir, migrate: false }));

  test("one line for each file, and all is read before the process ends; the files stay", async () => {
    const before = contents(good);
    const { code, lines, words } = await run(good, "--facts", join(dir, "facts.csv"));
    expect(lines, words).toEqual([
      "added     1  Boiler-XR200.pdf",
      "added     2  more/Pump.PDF",
      left(3, "mixed/again.pdf"),
      `refused      price.pdf: ${rights}`,
      ...[left(5, "twice.pdf"), left(6, "mixed/twice.pdf"), left(7, "absent.pdf")],
      "Reading them now, one by one.",
      "2 added, 0 already here, 5 refused",
    ]);
    expect(code).toBe(1);
    expect(await rows()).toMatchObject([boiler, pump]);
    expect(contents(good)).toEqual(before);
    expect(readdirSync(join(dataDir, "files", "tmp"))).toEqual([]);
  }, 120_000);

  test("bad files and rows are refused one by one, the same file is already here", async () => {
    const { code, lines } = await run(mixed, join(dir, "none"), "--facts", join(dir, "facts.csv"));
    expect(lines).toEqual([
      ...mixedLines(`already   1  again.pdf (${here})`),
      `refused      ${join(dir, "none")}: There is no such file or folder.`,
      left(2, "Boiler-XR200.pdf"),
      left(7, "absent.pdf"),
      keep,
      "0 added, 2 already here, 8 refused",
    ]);
    expect(code).toBe(1);
    expect(await rows()).toHaveLength(2);
  }, 120_000);

  test("already here is no refusal", async () => {
    const { code, lines } = await run(join(good, "Boiler-XR200.pdf"), good);
    expect(lines).toEqual([
      `already   1  Boiler-XR200.pdf (${here})`,
      expect.stringMatching(/^already {3}2 {2}more\/Pump\.PDF \(this PDF is already here as “.*”\)$/),
      "0 added, 2 already here, 0 refused",
    ]);
    expect(code).toBe(0);
  }, 120_000);

  test("a database that somebody else holds is one sentence", async () => {
    const lock = await holdLock(dataDir);
    expect(await run(good)).toEqual({ code: 1, lines: [], words: "This process answers no commands.\n" });
    await lock.release();
  });

  test("without a path, with an unknown option, or with a facts file that cannot be used, nothing is done", async () => {
    const untouched = join(dir, "untouched");
    const refused = async (words: RegExp, ...args: string[]) =>
      expect(await importing({ DATA_DIR: untouched }, ...args)).toEqual({
        code: 1,
        lines: [],
        words: expect.stringMatching(words),
      });
    writeFileSync(join(dir, "bad.csv"), "file,colour\n");
    await refused(/^Usage: npm run import -- <files or folders> \[--facts facts.csv\]\n/);
    await refused(/^Usage/, "--facts", join(dir, "facts.csv"));
    await refused(/^Unknown option '--fact'.*\nUsage/, good, "--fact", "x");
    await refused(/none\.csv cannot be opened/, good, "--facts", join(dir, "none.csv"));
    await refused(
      /^bad\.csv has a column “colour”, which is not known/,
      good,
      "--facts",
      join(dir, "bad.csv"),
    );
    expect(existsSync(untouched)).toBe(false);
  }, 60_000);
});

test("on Postgres it opens a connection of its own", async () => {
  const { url, drop } = await freshDatabase();
  const keys = {
    NEXTAUTH_SECRET: "s".repeat(44),
    CREDENTIALS_KEYS: `k:${Buffer.alloc(32, 7).toString("base64")}`,
  };
  const env = { DATABASE_URL: url, DATA_DIR: join(dir, "postgres"), ...keys };
  const first = await importing(env, good, "--facts", join(dir, "facts.csv"));
  expect(first.lines.slice(0, 2)).toEqual(["added     1  Boiler-XR200.pdf", "added     2  more/Pump.PDF"]);
  expect(await allManuals(await openDb({ url, dataDir: "", migrate: false }))).toMatchObject([boiler, pump]);
  const second = await importing(env, mixed);
  const of = (result: string) => second.lines.filter((line) => line.startsWith(`${result} `)).length;
  expect([of("added"), of("already"), of("refused"), second.code]).toEqual([2, 2, 3, 1]);
  const unreachable = { ...env, DATABASE_URL: "postgres://nobody@127.0.0.1:9/none" };
  expect(await importing(unreachable, good)).toMatchObject({
    code: 1,
    lines: [],
    words: expect.stringContaining("The database does not answer"),
  });
  await drop();
}, 180_000);

describe("beside a running server", () => {
  let server: ProductServer;
  beforeAll(async () => {
    server = await startProduct({ dataDir: join(dir, "server"), env: { MAX_UPLOAD_MB: "1" } });
  }, 400_000);
  afterAll(() => server?.stop());

  test("the server adds and reads them, and the lines are the same", async () => {
    const facts = ["--facts", join(dir, "facts.csv")];
    writeFileSync(join(dir, "large.pdf"), Buffer.alloc(3_000_000, "%PDF-1.7 "));
    const run = (...args: string[]) => importing({ DATA_DIR: server.dataDir }, ...args);
    const before = contents(mixed);
    const { code, lines, words } = await run(mixed, join(dir, "large.pdf"), ...facts);
    expect(lines, words).toEqual([
      ...mixedLines("added     1  again.pdf"),
      "refused      large.pdf: The file is larger than the limit of 1 MB.",
      left(2, "Boiler-XR200.pdf"),
      left(7, "absent.pdf"),
      "The running server reads them now.",
      keep,
      "1 added, 1 already here, 8 refused",
    ]);
    expect(code).toBe(1);
    expect(contents(mixed)).toEqual(before);
    const read = async () => (await server.call("GET", "/manuals/1")).body;
    await expect.poll(read, { timeout: 60_000 }).toMatchObject({ status: "processed", price: 12.99 });
    await server.stop();
    expect(await run(join(mixed, "boiler.pdf"))).toMatchObject({
      code: 0,
      lines: [mixedLines("")[1], /^0 added/],
    });
  }, 120_000);
});
