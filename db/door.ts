import { randomBytes } from "node:crypto";
import { chmod, rename, rm, symlink } from "node:fs/promises";
import { connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { z } from "zod";
import { AppError, messageOf } from "@/lib/errors";

/** What one process asks of another through a socket: one JSON line each way. */
export interface Command {
  name: string;
  args: unknown;
}

export type Handle = (command: Command) => Promise<unknown>;

const request = z.object({ name: z.string(), args: z.unknown() });
const kinds = [
  "malformed",
  "unauthorised",
  "forbidden",
  "not_found",
  "conflict",
  "invalid",
  "too_many",
] as const;
const answer = z.union([
  z.object({ value: z.unknown() }).strict(),
  z.object({ error: z.object({ kind: z.enum([...kinds, "unavailable"]), message: z.string() }) }),
]);

const maxLine = 1_000_000;

/** Listens on a new Unix socket that only this user may use. It does not keep the process alive. */
export async function openDoor(path: string, handle: Handle): Promise<{ close(): Promise<void> }> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on("close", () => open.delete(socket));
    serve(socket, handle);
  });
  // Shown under its name only when it can be connected to: before that it looks like a dead one.
  const hidden = `${path}.new`;
  await onShortPath(hidden, (short) => listen(server, short));
  await chmod(hidden, 0o600);
  await rename(hidden, path);
  server.unref();
  return {
    close: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((done) => server.close(done));
      await rm(path, { force: true });
    },
  };
}

/** What came of knocking: `nobody` listens, the one there is `silent`, or an answer. */
export type Knock = { at: "nobody" } | { at: "silent" } | { at: "gone" } | { at: "answered"; value: unknown };

/**
 * Sends a command. `gone`: the line was cut before an answer.
 * @param patienceMs how long to wait for the answer; null is for ever.
 * @throws AppError with the kind that the other side's handler threw.
 */
export async function knock(path: string, command: Command, patienceMs: number | null): Promise<Knock> {
  const heard = await onShortPath(path, (short) =>
    exchange(short, `${JSON.stringify(command)}\n`, patienceMs),
  );
  if (typeof heard !== "string") return heard;
  const parsed = answer.parse(JSON.parse(heard));
  if ("error" in parsed) throw new AppError(parsed.error.kind, parsed.error.message);
  return { at: "answered", value: parsed.value };
}

function exchange(path: string, line: string, patienceMs: number | null): Promise<string | Knock> {
  return new Promise((resolve) => {
    const socket = connect(path);
    const end = (result: string | Knock) => {
      resolve(result);
      socket.destroy();
    };
    if (patienceMs !== null) socket.setTimeout(patienceMs, () => end({ at: "silent" }));
    socket.on("connect", () => socket.write(line));
    socket.on("error", (error: NodeJS.ErrnoException) => end(whatItMeans(error.code)));
    socket.on("close", () => end({ at: "gone" }));
    firstLine(socket, end);
  });
}

function whatItMeans(code: string | undefined): Knock {
  if (code === "ECONNREFUSED" || code === "ENOENT") return { at: "nobody" };
  if (code === "ECONNRESET" || code === "EPIPE") return { at: "gone" };
  // EACCES, EAGAIN and whatever else: somebody may be there.
  return { at: "silent" };
}

function serve(socket: Socket, handle: Handle): void {
  socket.on("error", () => socket.destroy());
  firstLine(socket, async (line) => {
    socket.end(`${JSON.stringify(await reply(line, handle))}\n`);
  });
}

async function reply(line: string, handle: Handle): Promise<z.infer<typeof answer>> {
  try {
    const value = await handle(request.parse(JSON.parse(line)));
    return { value: value ?? null };
  } catch (error) {
    const kind = error instanceof AppError ? error.kind : "unavailable";
    return { error: { kind, message: messageOf(error) } };
  }
}

function firstLine(socket: Socket, done: (line: string) => void): void {
  let text = "";
  socket.setEncoding("utf8");
  socket.on("data", (chunk: string) => {
    text += chunk;
    const end = text.indexOf("\n");
    if (end >= 0) {
      socket.removeAllListeners("data");
      done(text.slice(0, end));
    } else if (text.length > maxLine) socket.destroy();
  });
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(path, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

/** A socket's path has room for 108 bytes on Linux, 104 on macOS: unix(7). */
const maxPath = 100;

/** Calls with the path, or with a shorter one through a symbolic link that lives only so long. */
async function onShortPath<T>(path: string, work: (path: string) => Promise<T>): Promise<T> {
  if (Buffer.byteLength(path) <= maxPath) return work(path);
  const link = join(tmpdir(), `pid-${randomBytes(6).toString("hex")}`);
  await symlink(dirname(path), link);
  try {
    return await work(join(link, basename(path)));
  } finally {
    await rm(link, { force: true });
  }
}
