import type { Dirent } from "node:fs";
import { open, readdir, realpath, stat } from "node:fs/promises";
import { basename, isAbsolute, join, relative, resolve } from "node:path";
import { and, eq, inArray, ne } from "drizzle-orm";
import { z } from "zod";
import { manuals } from "@/db/schema/manuals";
import type { App } from "../app";
import { AppError, messageOf } from "../errors";
import { log } from "../log";
import { receive } from "../storage";
import { clean } from "../text";
import { addManual, manualFields } from "./add";
import type { FactsRow, Matched } from "./facts";
import { processManuals } from "./process";

export const importRequest = z.strictObject({
  path: z.string().refine(isAbsolute, "is not an absolute path"),
  facts: manualFields,
});

export const importReply = z.strictObject({
  result: z.enum(["added", "already"]),
  id: z.number().int(),
  /** A sentence about a manual that was here before. */
  message: z.string().nullable(),
  /** It was here before, its reading had failed, and it is read again. */
  again: z.boolean(),
});

type Reply = z.infer<typeof importReply>;

/**
 * Adds a copy of a file of this machine; the file itself stays as it is. A manual that is here already is a reply, with
 * its id, and not an error.
 * @throws AppError `not_found` when there is no such file, `invalid` as for an upload, `unavailable` when it failed for
 *   reasons of our own.
 */
export async function importManual(app: App, request: z.infer<typeof importRequest>): Promise<Reply> {
  const scratch = await app.storage.scratch();
  try {
    return await addCopy(app, request, join(scratch.dir, "import"));
  } catch (error) {
    if (error instanceof AppError) throw error;
    log("import_failed", { error });
    throw new AppError(
      "unavailable",
      "This file could not be added. The log says why.",
      {},
      { cause: error },
    );
  } finally {
    await scratch.remove();
  }
}

async function addCopy(app: App, { path, facts }: z.infer<typeof importRequest>, copy: string) {
  const measured = await receive(await streamOf(path), copy, app.maxUploadBytes);
  const [before] = await app.db
    .select({ title: manuals.title })
    .from(manuals)
    .where(eq(manuals.sha256, measured.sha256));
  const name = clean(
    basename(path)
      .replace(/\p{Cc}/gu, "")
      .slice(-200),
  );
  try {
    const id = await addManual(app, { ...measured, path: copy, name }, facts);
    if (!before) return { result: "added" as const, id, message: null, again: false };
    return already(id, `This PDF is already here as “${before.title}”, and is read again.`, true);
  } catch (error) {
    const twin = twinFound.safeParse(error);
    if (twin.success) return already(twin.data.details.extra.manual_id, twin.data.message);
    throw error;
  }
}

/** The conflict of `addManual` that names the manual which is the same file. */
const twinFound = z.object({
  kind: z.literal("conflict"),
  message: z.string(),
  details: z.object({ extra: z.object({ manual_id: z.number().int() }) }),
});

function already(id: number, message: string, again = false): Reply {
  return { result: "already", id, message, again };
}

async function streamOf(path: string) {
  // Asked first: to open a pipe is to wait for whoever writes into it.
  const found = await stat(path).catch(unreadable);
  if (!found.isFile()) throw new AppError("invalid", "This is not a file.");
  const file = await open(path).catch(unreadable);
  return file.createReadStream();
}

/** @throws AppError `not_found`, always. */
function unreadable(cause: NodeJS.ErrnoException): never {
  const missing = cause.code === "ENOENT" || cause.code === "ENOTDIR";
  const sentence = missing ? "There is no such file or folder." : `This cannot be opened: ${cause.message}.`;
  throw new AppError("not_found", sentence, {}, { cause });
}

/** A file to be imported, or a path of which nothing can be imported. */
export interface Found {
  /** Absolute. */
  path: string;
  /** The folder that was given, when it was found in one. */
  root: string | null;
  /** As it is shown: within that folder, or its name alone. */
  name: string;
  problem: string | null;
}

/**
 * The files of the given paths, each once, in the order given; folders are searched to the bottom for `*.pdf`, sorted.
 * A path that does not exist is one with a problem.
 */
export async function findFiles(given: string[]): Promise<Found[]> {
  const found = new Map<string, Found>();
  for (const one of given) {
    for (const file of await filesOf(one)) if (!found.has(file.path)) found.set(file.path, file);
  }
  return [...found.values()];
}

async function filesOf(given: string): Promise<Found[]> {
  const path = resolve(given);
  try {
    const kind = await stat(path).catch(unreadable);
    return kind.isDirectory()
      ? await pdfsIn(path)
      : [{ path, root: null, name: basename(path), problem: null }];
  } catch (error) {
    return [{ path, root: null, name: given, problem: messageOf(error) }];
  }
}

async function pdfsIn(root: string): Promise<Found[]> {
  const found: Found[] = [];
  const seen = new Set<string>();
  const folders = [root];
  // Links to folders come last, so that a folder goes by its own name where it has one in here.
  const links: string[] = [];
  for (let folder = folders.shift(); folder !== undefined; folder = folders.shift() ?? links.shift()) {
    const add = (path: string, problem: string | null) =>
      found.push({ path, root, name: relative(root, path) || path, problem });
    try {
      const real = await realpath(folder);
      if (seen.has(real)) continue;
      seen.add(real);
      for (const entry of await readdir(folder, { withFileTypes: true })) {
        const path = join(folder, entry.name);
        const kind = await kindOf(entry, path);
        if (kind === "folder") (entry.isSymbolicLink() ? links : folders).push(path);
        else if (kind === "file" && /\.pdf$/i.test(entry.name)) add(path, null);
      }
    } catch (error) {
      add(folder, `This cannot be opened: ${messageOf(error)}.`);
    }
  }
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function kindOf(entry: Dirent, path: string): Promise<"file" | "folder" | "other"> {
  const kind = entry.isSymbolicLink() ? await stat(path).catch(() => null) : entry;
  // A link that leads nowhere is refused in its place, when its name says PDF.
  if (kind === null || kind.isFile()) return "file";
  return kind.isDirectory() ? "folder" : "other";
}

/** What came of one file, or of a row that is for no file. */
export interface Item {
  result: "added" | "already" | "refused";
  /** Of the manual; null when refused. */
  id: number | null;
  name: string;
  /** The reason, or what is to be said besides. */
  message: string | null;
  again: boolean;
}

/**
 * Imports file by file and tells of each as it is done, then of the rows that are for none. Nothing stops it.
 * @param add the command `import-manual`: here, or in the server that holds the database
 */
export async function* importFiles(
  files: Found[],
  { said, left }: Matched,
  add: (request: z.infer<typeof importRequest>) => Promise<unknown>,
): AsyncGenerator<Item> {
  for (const { path, name, problem } of files) {
    const row = said.get(path) ?? { facts: {} };
    if (problem !== null) yield refused(name, problem);
    else if ("problem" in row) yield refused(name, row.problem);
    else {
      try {
        yield { name, ...importReply.parse(await add({ path, facts: row.facts })) };
      } catch (error) {
        yield refused(name, messageOf(error));
      }
    }
  }
  for (const row of left) yield refused(row.file || row.where, whyLeft(row));
}

function refused(name: string, message: string): Item {
  return { result: "refused", id: null, name, message, again: false };
}

function whyLeft({ file, where, said }: FactsRow): string {
  if ("problem" in said) return said.problem;
  return file === "" ? "This row names no file." : `This file of ${where} is not among the given ones.`;
}

/** Waits until all manuals that are due have been read. @returns those of `ids` that are not, with the reason. */
export async function finishReading(app: App, ids: number[]): Promise<{ id: number; message: string }[]> {
  await processManuals(app);
  const unread = await app.db
    .select({ id: manuals.id, message: manuals.errorMessage })
    .from(manuals)
    .where(and(inArray(manuals.id, ids), ne(manuals.status, "processed")))
    .orderBy(manuals.id);
  const later = "It is not read yet. The server goes on with it.";
  return unread.map(({ id, message }) => ({ id, message: message ?? later }));
}
