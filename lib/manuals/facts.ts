import { readFile } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { CsvError, parse } from "csv-parse/sync";
import type { z } from "zod";
import { AppError, messageOf } from "../errors";
import { parseBody, storable } from "../route/input";
import { manualFields } from "./add";

/** The columns of a facts file. `file` says which manual a row is for; the others are the fields of an upload. */
export const factsColumns = [
  "file",
  "title",
  "description",
  "price",
  "currency",
  "rights",
  "rights_note",
  "language",
  "tags",
] as const;

export type ManualFacts = z.infer<typeof manualFields>;

/** What a facts file says of one file: facts, or the sentence that says why it says nothing usable. */
export type Said = { facts: ManualFacts } | { problem: string };

/** A row as read. `where` names it in sentences: "row 4 of facts.csv", counted as a spreadsheet counts. */
export interface FactsRow {
  where: string;
  file: string;
  said: Said;
}

/** A file that rows may be for. `root` is the folder it was found in. */
export interface Named {
  path: string;
  root: string | null;
}

export interface Matched {
  /** By path. A file that is missing here has no row. */
  said: Map<string, Said>;
  /** Rows that are for none of the files. */
  left: FactsRow[];
}

/**
 * Reads a facts file. A row that cannot be used is a row with a problem and does not stop the others.
 * @throws AppError `not_found` when it cannot be opened, `malformed` when it is not UTF-8 or not CSV, `invalid` when
 *   its header is not ours: then nobody knows what its rows say.
 */
export async function readFacts(path: string): Promise<FactsRow[]> {
  const name = basename(path);
  const [header, ...lines] = table(await textOf(path), name);
  const columns = columnsOf(header ?? [], name);
  return lines.flatMap((cells, index) => {
    if (cells.every((cell) => cell.trim() === "")) return [];
    return [rowOf(columns, cells, `row ${index + 2} of ${name}`)];
  });
}

/**
 * Finds the file of each row: by a path relative to the folder of the facts file or to a given folder, else by name.
 * A file that more than one row is for, or whose row fits other files too, gets a problem instead of facts: added with
 * the wrong facts, or without any, it would be "already here" the next time.
 */
export function matchFacts(rows: FactsRow[], files: Named[], factsPath: string): Matched {
  const roots = [...new Set(files.flatMap(({ root }) => root ?? []))];
  const said = new Map<string, Said>();
  const whose = new Map<string, string>();
  const left: FactsRow[] = [];
  for (const row of rows) {
    const paths = new Set([dirname(factsPath), ...roots].map((folder) => plain(resolve(folder, row.file))));
    const exact = files.filter(({ path }) => paths.has(plain(path)));
    const named = files.filter(({ path }) => plain(basename(path)) === plain(row.file));
    const found = exact.length > 0 ? exact : named;
    if (found.length === 0) left.push(row);
    for (const { path } of found) {
      const earlier = whose.get(path);
      if (earlier) said.set(path, { problem: `Two rows are for this file: ${earlier} and ${row.where}.` });
      else if (found.length > 1) said.set(path, { problem: unclear(row, found.length) });
      else said.set(path, row.said);
      whose.set(path, row.where);
    }
  }
  return { said, left };
}

function unclear(row: FactsRow, count: number): string {
  return `${count} of the files fit “${row.file}” in ${row.where}. Write the path instead of the name.`;
}

async function textOf(path: string): Promise<string> {
  const bytes = await readFile(path).catch((cause) => {
    throw new AppError("not_found", `${path} cannot be opened: ${messageOf(cause)}`, {}, { cause });
  });
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    const message = `${basename(path)} is not UTF-8 text. Save it as “CSV UTF-8”.`;
    throw new AppError("malformed", message, {}, { cause });
  }
}

function table(text: string, name: string): string[][] {
  try {
    // Rows of a wrong length are told one by one; spreadsheets and editors mix line ends.
    return parse(text, { relax_column_count: true, record_delimiter: ["\r\n", "\n", "\r"] });
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    const what =
      cause.code === "CSV_QUOTE_NOT_CLOSED"
        ? "a quotation mark is opened and never closed"
        : `a quotation mark in line ${cause.lines} is in the wrong place`;
    const help = "A field with one stands in quotation marks itself, and those within are doubled.";
    throw new AppError("malformed", `${name} cannot be read: ${what}. ${help}`, {}, { cause });
  }
}

function columnsOf(header: string[], name: string): string[] {
  const columns = header.map((cell) => cell.trim().toLowerCase());
  const accepted = `The first row names the columns, with commas between: ${factsColumns.join(", ")}.`;
  const wrong = (what: string) => new AppError("invalid", `${name} ${what}. ${accepted}`);
  if (columns.every((column) => column === "")) throw wrong("has no header row");
  const unknown = columns.find((column) => !factsColumns.some((known) => known === column));
  if (unknown !== undefined) throw wrong(`has a column “${unknown}”, which is not known`);
  const twice = columns.find((column, index) => columns.indexOf(column) !== index);
  if (twice !== undefined) throw wrong(`has the column “${twice}” twice`);
  if (!columns.includes("file")) throw wrong("has no column “file”");
  return columns;
}

function rowOf(columns: string[], cells: string[], where: string): FactsRow {
  const file = cells[columns.indexOf("file")]?.trim() ?? "";
  return { where, file, said: saidBy(columns, cells, where) };
}

function saidBy(columns: string[], cells: string[], where: string): Said {
  if (cells.length !== columns.length) {
    const counts = `${cells.length} fields, and the header has ${columns.length}`;
    return { problem: `${where} has ${counts}. A text with a comma stands in quotation marks.` };
  }
  const given = columns.flatMap((column, index) => {
    const text = cells[index] ?? "";
    return column === "file" || text.trim() === "" ? [] : [[column, text] as const];
  });
  // Well below what a socket for commands takes (db/door.ts): tags have no limit of their own.
  if (JSON.stringify(given).length > 500_000) return { problem: `${where} is too long.` };
  try {
    for (const [, text] of given) storable(text);
    return { facts: parseBody(manualFields, Object.fromEntries(given)) };
  } catch (error) {
    if (error instanceof AppError) return { problem: error.message };
    throw error;
  }
}

/** Names come decomposed from some disks (é as e and ´) and composed from most keyboards. */
function plain(text: string): string {
  return text.normalize("NFC");
}
