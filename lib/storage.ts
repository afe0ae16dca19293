import { createHash, randomUUID } from "node:crypto";
import { createReadStream, createWriteStream, openAsBlob } from "node:fs";
import { mkdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { AppError } from "./errors";

/** The files: PDFs, covers, previews. A key is made of lower-case letters, digits, `-`, `.` and `/`. */
export interface Storage {
  /** A local path for tools that need one. @throws AppError `not_found`. */
  path(key: string): Promise<string>;
  /** Opens a file without reading it into memory. @throws AppError `not_found`. */
  open(key: string): Promise<Blob>;
  /** Takes a finished local file over; an existing file under the key is replaced at once. */
  take(key: string, localFile: string): Promise<void>;
  remove(key: string): Promise<void>;
  /** A new empty folder on the same disk for work in progress. */
  scratch(): Promise<{ dir: string; remove(): Promise<void> }>;
}

/** Storage in a folder of this machine. */
export function folderStorage(root: string): Storage {
  const at = (key: string) => {
    if (!/^[a-z0-9][a-z0-9./-]*$/.test(key) || key.includes(".."))
      throw new AppError("not_found", "No such file.");
    return join(root, key);
  };
  const existing = async (key: string) => {
    const file = at(key);
    const found = await stat(file).catch(() => null);
    if (!found?.isFile()) throw new AppError("not_found", "The file is missing from storage.");
    return file;
  };
  return {
    path: existing,
    open: async (key) => openAsBlob(await existing(key)),
    async take(key, localFile) {
      const file = at(key);
      await mkdir(dirname(file), { recursive: true });
      await rename(localFile, file);
    },
    remove: (key) => rm(at(key), { force: true }),
    async scratch() {
      const dir = join(root, "tmp", randomUUID());
      await mkdir(dir, { recursive: true });
      return { dir, remove: () => rm(dir, { recursive: true, force: true }) };
    },
  };
}

/**
 * Writes a stream to a file and tells its size and SHA-256 (hex).
 * @throws AppError `invalid` as soon as more than `maxBytes` arrived.
 */
export async function receive(
  from: AsyncIterable<Uint8Array>,
  file: string,
  maxBytes: number,
): Promise<{ size: number; sha256: string }> {
  const hash = createHash("sha256");
  let size = 0;
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      if (size > maxBytes) return done(tooLarge(maxBytes));
      hash.update(chunk);
      done(null, chunk);
    },
  });
  await pipeline(from, meter, createWriteStream(file));
  return { size, sha256: hash.digest("hex") };
}

/** Size and SHA-256 (hex) of a local file. */
export async function measure(file: string): Promise<{ size: number; sha256: string }> {
  const hash = createHash("sha256");
  let size = 0;
  for await (const chunk of createReadStream(file)) {
    hash.update(chunk);
    size += chunk.length;
  }
  return { size, sha256: hash.digest("hex") };
}

function tooLarge(maxBytes: number): AppError {
  return new AppError(
    "invalid",
    `The file is larger than the limit of ${Math.round(maxBytes / 1_000_000)} MB.`,
  );
}
