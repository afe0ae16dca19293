import { join } from "node:path";
import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { Busboy } from "@fastify/busboy";
import { AppError } from "./errors";
import { receive } from "./storage";

/** A multipart body: text fields, and at most one file, written to disk as it arrives. */
export interface Multipart {
  fields: Record<string, string>;
  file: { field: string; path: string; name: string; size: number; sha256: string } | null;
}

/**
 * Reads a multipart request without holding the file in memory.
 * @param dir an empty folder for the file
 * @throws AppError `malformed` when it is not multipart or breaks off; `invalid` when the file is larger than `maxBytes`.
 */
export async function readMultipart(request: Request, dir: string, maxBytes: number): Promise<Multipart> {
  const type = request.headers.get("content-type") ?? "";
  if (!type.startsWith("multipart/form-data") || !request.body) {
    throw new AppError("malformed", "Send the file as multipart/form-data.");
  }
  const fields: Record<string, string> = {};
  let file: Promise<Multipart["file"]> = Promise.resolve(null);
  const parser = open(type);
  parser.on("field", (name, value) => {
    fields[name] = value;
  });
  let files = 0;
  parser.on("file", (field, stream, name) => {
    files += 1;
    if (files > 1) {
      stream.resume();
      file = Promise.reject(new AppError("malformed", "Send one file at a time."));
    } else {
      const path = join(dir, "upload");
      file = receive(stream, path, maxBytes).then(({ size, sha256 }) => ({
        field,
        path,
        name: baseName(name),
        size,
        sha256,
      }));
    }
    file.catch((error) => parser.destroy(error));
  });
  const source = Readable.fromWeb(request.body as ReadableStream<Uint8Array>); // the DOM's and Node's types of one class
  try {
    await new Promise<void>((done, fail) => {
      parser.on("finish", done);
      parser.on("error", fail);
      source.on("error", fail);
      source.pipe(parser);
    });
    return { fields, file: await file };
  } catch (cause) {
    source.unpipe(parser);
    drain(source, 4 * maxBytes);
    if (cause instanceof AppError) throw cause;
    throw new AppError(
      "malformed",
      "The upload broke off or is not valid multipart/form-data.",
      {},
      { cause },
    );
  }
}

/** Reads on and keeps nothing, so that the refusal reaches a client that is still sending; gives up on an endless one. */
function drain(source: Readable, atMost: number): void {
  let left = atMost;
  source.on("error", () => undefined);
  source.on("data", (chunk: Uint8Array) => {
    left -= chunk.length;
    if (left < 0) source.destroy();
  });
  source.resume();
}

function open(type: string) {
  try {
    return new Busboy({
      headers: { "content-type": type },
      limits: { fields: 20, fieldSize: 200_000, fieldNameSize: 100, headerPairs: 50 },
    });
  } catch (cause) {
    throw new AppError("malformed", "This is not valid multipart/form-data.", {}, { cause });
  }
}

/** The last part of a name, without folders and control characters, at most 200 characters. */
function baseName(name: string | undefined): string {
  const clean =
    (name ?? "")
      .split(/[\\/]/)
      .pop()
      ?.replace(/\p{Cc}/gu, "")
      .trim() ?? "";
  return clean.slice(-200) || "manual.pdf";
}
