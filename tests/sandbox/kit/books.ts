import { createHash } from "node:crypto";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { z } from "zod";

/** Rows by id, in the order they were first put. Rows are frozen: change one by putting a new one. */
export type Table<Row> = {
  get(id: string | number): Readonly<Row> | undefined;
  put(id: string | number, row: Row): void;
  remove(id: string | number): void;
  all(): Readonly<Row>[];
};

type KeptFile = { sha256: string; size: number };

export type Books = {
  /** Declares a table; rows found on disk are parsed with `schema`, which throws when they do not fit. */
  table<Row>(name: string, schema: z.ZodType<Row>): Table<Row>;
  /** The next number of a series, beginning with `first`. */
  nextId(series: string, first: number): number;
  /** Keeps a file as hash and size; its bytes only when a folder was given. */
  keepFile(bytes: Buffer): KeptFile;
  fileBytes(sha256: string): Buffer | undefined;
  /** Writes what changed since the last call to disk; called before an answer leaves. */
  flush(): void;
  /** Runs `hook` before each write, so that it can put rows. */
  onFlush(hook: () => void): void;
  /** All tables as arrays of rows. */
  plain(): Record<string, unknown[]>;
  close(): void;
};

const entrySchema = z.tuple([z.string(), z.string(), z.unknown()]);
type Entry = z.infer<typeof entrySchema>;

/**
 * The state of a stand-in. With `dir`: a snapshot `<name>.json`, made anew at each start, and a journal of rows put
 * since (`<name>.journal`, a null row is a removal), so that a killed process loses nothing it had answered.
 */
export function openBooks(options: { name: string; dir?: string }): Books {
  const { dir, name } = options;
  const found = dir === undefined ? [] : readEntries(dir, name);
  const journal = dir === undefined ? undefined : startJournal(dir, name, found);
  const tables = new Map<string, Map<string, unknown>>();
  const hooks: (() => void)[] = [];
  let pending: string[] = [];
  let closed = false;

  const books: Books = {
    table<Row>(table: string, schema: z.ZodType<Row>): Table<Row> {
      const rows = new Map<string, Row>();
      for (const [at, id, row] of found) if (at === table) rows.set(id, Object.freeze(schema.parse(row)));
      tables.set(table, rows);
      const note = (id: string, row: Row | null) => {
        if (journal !== undefined) pending.push(`${JSON.stringify([table, id, row])}\n`);
      };
      return {
        get: (id) => rows.get(String(id)),
        put(id, row) {
          rows.set(String(id), Object.freeze(row));
          note(String(id), row);
        },
        remove(id) {
          if (rows.delete(String(id))) note(String(id), null);
        },
        all: () => [...rows.values()],
      };
    },
    nextId(series, first) {
      const next = (counters.get(series)?.last ?? first - 1) + 1;
      counters.put(series, { last: next });
      return next;
    },
    keepFile(bytes) {
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      if (dir !== undefined) writeOnce(join(dir, "files"), sha256, bytes);
      return { sha256, size: bytes.length };
    },
    fileBytes(sha256) {
      const file = dir === undefined ? undefined : join(dir, "files", sha256);
      return file !== undefined && existsSync(file) ? readFileSync(file) : undefined;
    },
    onFlush: (hook) => void hooks.push(hook),
    flush() {
      if (journal === undefined || closed) return;
      for (const hook of hooks) hook();
      if (pending.length === 0) return;
      writeSync(journal, pending.join(""));
      pending = [];
    },
    plain: () => Object.fromEntries([...tables].map(([table, rows]) => [table, [...rows.values()]])),
    close() {
      books.flush();
      if (journal !== undefined && !closed) closeSync(journal);
      closed = true;
    },
  };
  const counters = books.table("counters", z.object({ last: z.number() }));
  return books;
}

function readEntries(dir: string, name: string): Entry[] {
  const rows = new Map<string, Entry>();
  for (const entry of [...readSnapshot(dir, name), ...readJournal(dir, name)]) {
    const key = `${entry[0]} ${entry[1]}`;
    if (entry[2] === null) rows.delete(key);
    else rows.set(key, entry);
  }
  return [...rows.values()];
}

function readSnapshot(dir: string, name: string): Entry[] {
  const file = join(dir, `${name}.json`);
  return existsSync(file) ? z.array(entrySchema).parse(JSON.parse(readFileSync(file, "utf8"))) : [];
}

function readJournal(dir: string, name: string): Entry[] {
  const file = join(dir, `${name}.journal`);
  if (!existsSync(file)) return [];
  // A line without its end was being written when the process died: its request was never answered.
  const lines = readFileSync(file, "utf8").split("\n").slice(0, -1);
  return lines.map((line) => entrySchema.parse(JSON.parse(line)));
}

function startJournal(dir: string, name: string, entries: Entry[]): number {
  mkdirSync(dir, { recursive: true });
  const snapshot = join(dir, `${name}.json`);
  writeFileSync(`${snapshot}.new`, JSON.stringify(entries));
  renameSync(`${snapshot}.new`, snapshot);
  // Replaying an old journal over the new snapshot changes nothing, so dying between the two steps is safe.
  return openSync(join(dir, `${name}.journal`), "w");
}

function writeOnce(folder: string, name: string, bytes: Buffer): void {
  const file = join(folder, name);
  if (existsSync(file)) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${file}.new`, bytes);
  renameSync(`${file}.new`, file);
}
