import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { factsColumns, matchFacts, readFacts } from "@/lib/manuals/facts";

const dir = mkdtempSync(join(tmpdir(), "facts-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function read(content: string | Uint8Array, name = "facts.csv") {
  writeFileSync(join(dir, name), content);
  return readFacts(join(dir, name));
}

describe("a facts file", () => {
  test("each column is a field of an upload; empty cells are not given; the currency is put in upper case", async () => {
    const header = "file,title,description,price,currency,rights,rights_note,language,tags";
    expect(header).toBe(factsColumns.join(","));
    const rows = await read(
      `${header}\na.pdf,A,"Two\nlines, ""quoted""",12.99,eur,licence,by letter,de,"a, b"\nb.pdf,,  ,,,,,,\n`,
    );
    expect(rows).toEqual([
      {
        where: "row 2 of facts.csv",
        file: "a.pdf",
        said: {
          facts: {
            title: "A",
            description: 'Two\nlines, "quoted"',
            price: "12.99",
            currency: "EUR",
            rights: "licence",
            rights_note: "by letter",
            language: "de",
            tags: "a, b",
          },
        },
      },
      { where: "row 3 of facts.csv", file: "b.pdf", said: { facts: {} } },
    ]);
  });

  test("any order of columns, with and without a byte order mark, each kind of line end, empty rows", async () => {
    const expected = [
      { where: "row 2 of facts.csv", file: "ä.pdf", said: { facts: { title: "Ä" } } },
      { where: "row 5 of facts.csv", file: "b.pdf", said: { facts: { title: "B" } } },
    ];
    expect(await read("title,file\nÄ,ä.pdf\n\n,\nB,b.pdf")).toEqual(expected);
    expect(await read("\uFEFFTitle, File\r\nÄ,ä.pdf\r\n\r\n,\nB,b.pdf\r\n")).toEqual(expected);
    expect(await read('\uFEFF"title","file"\rÄ,ä.pdf\r\r,\rB,b.pdf\r')).toEqual(expected);
  });

  test.each<[string, string | Uint8Array, string, RegExp]>([
    ["is empty", "", "invalid", /^facts.csv has no header row\. The first row names the columns/],
    ["begins with an empty row", "\nfile\na.pdf", "invalid", /has no header row/],
    [
      "has an unknown column",
      "file,colour\n",
      "invalid",
      /has a column “colour”, which is not known\. .*: file, t/,
    ],
    [
      "has semicolons",
      "file;title\n",
      "invalid",
      /“file;title”, which is not known\. .* with commas between/,
    ],
    ["has no header", "a.pdf,A\n", "invalid", /a column “a.pdf”, which is not known/],
    ["has a column without a name", "file,\na.pdf,A\n", "invalid", /a column “”/],
    [
      "has no file column",
      "title,price\nA,1\n",
      "invalid",
      /^facts.csv has no column “file”\. .*file, title/,
    ],
    ["has a column twice", "file,title,title\n", "invalid", /has the column “title” twice/],
    ["never closes a quote", 'file\n"a.pdf\nb.pdf\n', "malformed", /opened and never closed/],
    ["goes on after a quote", 'file\na.pdf\n"b"c.pdf\n', "malformed", /mark in line 3 is in the wrong place/],
    [
      "has a quote within a text",
      'file,title\na.pdf,5" pipe\n',
      "malformed",
      /line 2 .* those within are doubled/,
    ],
    ["is not UTF-8", Buffer.from("file,title\na.pdf,\xe4\n", "latin1"), "malformed", /is not UTF-8 text/],
    ["is UTF-16", Buffer.from("\uFEFFfile\n", "utf16le"), "malformed", /is not UTF-8 text/],
  ])("one that %s is refused as a whole", async (_name, content, kind, message) => {
    await expect(read(content)).rejects.toMatchObject({ kind, message: expect.stringMatching(message) });
  });

  test("one that is not there is refused with its path", async () => {
    const path = join(dir, "none.csv");
    const message = expect.stringContaining(`${path} cannot be opened`);
    await expect(readFacts(path)).rejects.toMatchObject({ kind: "not_found", message });
  });

  test("a row that no command could carry is refused alone", async () => {
    const [long, short] = await read(`file,tags\na.pdf,${"x".repeat(500_000)}\nb.pdf,x\n`);
    expect(long?.said).toEqual({ problem: "row 2 of facts.csv is too long." });
    expect(short?.said).toEqual({ facts: { tags: "x" } });
  });

  test("a bad row has the sentence of an upload and leaves the others as they are", async () => {
    const rows = await read(
      [
        "file,title,rights,language,currency",
        "a.pdf,A,mine,,",
        "b.pdf,B,own_work,english,",
        "c.pdf,C,,,DOLLARS",
        "d.pdf,D",
        "e.pdf,E, with a comma,,,",
        "f.pdf,F\0,,,",
        `g.pdf,${"x".repeat(501)},,,`,
        "h.pdf,H,own_work,en,USD",
      ].join("\n"),
    );
    const told = rows.map(({ said }) => ("problem" in said ? said.problem : said.facts));
    expect(told).toEqual([
      expect.stringMatching(/^rights: Invalid option: expected one of "own_work"/),
      "language: is not a two-letter language code.",
      "currency: is not an ISO 4217 currency.",
      "row 5 of facts.csv has 2 fields, and the header has 5. A text with a comma stands in quotation marks.",
      "row 6 of facts.csv has 6 fields, and the header has 5. A text with a comma stands in quotation marks.",
      "A text contains a character that cannot be stored.",
      expect.stringMatching(/^title: /),
      { title: "H", rights: "own_work", language: "en", currency: "USD" },
    ]);
  });
});

describe("the file of a row", () => {
  const files = ["/in/a.pdf", "/in/sub/a.pdf", "/in/sub/b.pdf", "/in/é.pdf"].map((path) => ({
    path,
    root: "/in",
  }));
  const lone = { path: "/else/c.pdf", root: null };
  const match = async (...names: string[]) => {
    const rows = await read(`file,title\n${names.map((name, at) => `${name},T${at}\n`).join("")}`);
    const { said, left } = matchFacts(rows, [...files, lone], "/facts/facts.csv");
    return { said: Object.fromEntries(said), left: left.map(({ file }) => file) };
  };

  test("is named by its name, its path from a given folder, from the facts file, or from the root", async () => {
    const names = ["sub/a.pdf", "b.pdf", "../else/c.pdf", "/in/é.pdf"];
    expect(await match(...names)).toEqual({
      said: {
        "/in/sub/a.pdf": { facts: { title: "T0" } },
        "/in/sub/b.pdf": { facts: { title: "T1" } },
        "/else/c.pdf": { facts: { title: "T2" } },
        "/in/é.pdf": { facts: { title: "T3" } },
      },
      left: [],
    });
  });

  test("a path goes before a name: a.pdf is the one in the given folder", async () => {
    expect((await match("a.pdf")).said).toEqual({ "/in/a.pdf": { facts: { title: "T0" } } });
  });

  test("an accent may be written in either of its two forms", async () => {
    expect((await match("e\u0301.pdf")).said).toEqual({ "/in/é.pdf": { facts: { title: "T0" } } });
  });

  test("a row whose file is not there is left over", async () => {
    expect(await match("none.pdf", "", "in/a.pdf")).toEqual({ said: {}, left: ["none.pdf", "", "in/a.pdf"] });
  });

  test("of two rows for one file neither is used", async () => {
    const problem = "Two rows are for this file: row 2 of facts.csv and row 4 of facts.csv.";
    expect(await match("b.pdf", "c.pdf", "sub/b.pdf")).toEqual({
      said: { "/in/sub/b.pdf": { problem }, "/else/c.pdf": { facts: { title: "T1" } } },
      left: [],
    });
  });

  test("a name that two files have is used for neither", async () => {
    const twins = ["/x/a.pdf", "/y/a.pdf"].map((path) => ({ path, root: null }));
    const { said } = matchFacts(await read("file\na.pdf\n"), twins, "/facts.csv");
    const problem = "2 of the files fit “a.pdf” in row 2 of facts.csv. Write the path instead of the name.";
    expect(Object.fromEntries(said)).toEqual({ "/x/a.pdf": { problem }, "/y/a.pdf": { problem } });
  });
});
