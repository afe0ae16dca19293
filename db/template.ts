import { execFile } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { constants, existsSync } from "node:fs";
import { cp, mkdir, readdir, readFile, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import { messageOf } from "@/lib/errors";
import { log } from "@/lib/log";
import { migrate, migrationsFolder } from "./migrate";
import { openFolder } from "./pglite";

const root = /* turbopackIgnore: true */ process.cwd();

/**
 * Puts a migrated empty database at `folder` unless there is a database already. It appears whole or not at all.
 * Making one with initdb takes 4 s and 840 MB of memory in WebAssembly; copying the template and opening the copy
 * takes 0.7 s and 300 MB. Call it with the lock of the data folder held.
 */
export async function placeTemplate(folder: string): Promise<void> {
  if (existsSync(join(folder, "PG_VERSION"))) return;
  const unfinished = `${folder}.new`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(dirname(folder), { recursive: true });
  const template = await ensureTemplate();
  if (template !== null) await copy(template, unfinished);
  else await makeDatabase(unfinished);
  await rename(unfinished, folder);
}

/**
 * The folder of the template for these migrations and this PGlite, made in a process of its own when it is missing;
 * null when it cannot be made (a read-only installation).
 */
export async function ensureTemplate(): Promise<string | null> {
  try {
    const template = join(cache, await version());
    if (existsSync(template)) return template;
    await mkdir(cache, { recursive: true });
    const made = join(cache, `unfinished-${randomBytes(4).toString("hex")}`);
    await runMaker(made);
    await publish(made, template);
    await dropOthers(template);
    return template;
  } catch (error) {
    log("database template not made", { message: messageOf(error) });
    return null;
  }
}

/** A new migrated database, by initdb, closed again. */
export async function makeDatabase(folder: string): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  const { db, close } = await openFolder(folder);
  await migrate(db);
  await close();
}

/** Beside what npm installed: it goes when that goes, and is never committed. */
const cache = join(root, "node_modules", ".cache", "database-template");

/** Changes with everything that makes a template unfit. */
async function version(): Promise<string> {
  const hash = createHash("sha256");
  hash.update(await readFile(join(root, "node_modules", "@electric-sql", "pglite", "package.json")));
  for (const name of (await readdir(migrationsFolder)).filter((name) => name.endsWith(".sql")).sort()) {
    hash.update(name).update(await readFile(join(migrationsFolder, name)));
  }
  hash.update(await readFile(join(migrationsFolder, "meta", "_journal.json")));
  return hash.digest("hex").slice(0, 16);
}

async function runMaker(folder: string): Promise<void> {
  const maker = join(root, "db", "make-database.ts");
  await promisify(execFile)(process.execPath, ["--import", "tsx", maker, folder], { cwd: root });
}

/** Of two processes that made one at the same time, one is enough. */
async function publish(made: string, template: string): Promise<void> {
  try {
    await rename(made, template);
  } catch (error) {
    await rm(made, { recursive: true, force: true });
    if (!existsSync(template)) throw error;
  }
}

async function dropOthers(template: string): Promise<void> {
  const old = (await readdir(cache)).filter(
    (name) => /^[0-9a-f]{16}$/.test(name) && name !== basename(template),
  );
  for (const name of old) await rm(join(cache, name), { recursive: true, force: true });
}

async function copy(from: string, to: string): Promise<void> {
  await cp(from, to, { recursive: true, mode: constants.COPYFILE_FICLONE });
}
