import { randomBytes } from "node:crypto";
import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { AppError } from "@/lib/errors";
import { type Command, type Handle, knock, openDoor } from "./door";

export interface Lock {
  release(): Promise<void>;
}

/**
 * Makes this process the only one that uses a data folder, until released or dead. A pid in a file lies in containers;
 * a Unix socket that can be connected to does not, and a dead process leaves one that cannot.
 *
 * Who wants the lock opens a socket under a name of its own in `dataDir/lock` and then looks at the others. It holds the
 * lock once it sees nobody else: of two that want it at least one sees the other, so never two hold it. Where two only
 * want it, the lower name goes on and the other steps back.
 *
 * The socket is also the door for commands, answered by `handle`.
 * @throws AppError `conflict` naming the folder and, if known, the process that uses it.
 */
export async function holdLock(dataDir: string, handle: Handle = noCommands): Promise<Lock> {
  const folder = join(dataDir, "lock");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (;;) {
    const mine = await stand(folder, handle);
    const verdict = await settle(folder, mine);
    if (verdict === "held") return { release: mine.leave };
    await mine.leave();
    if (verdict !== "stepped back") throw inUse(dataDir, verdict.pid);
    await sleep(20);
  }
}

/**
 * Sends a command to the process that holds a data folder; null when nobody does.
 * @throws AppError as the holder's handler threw it; `unavailable` when the holder does not answer.
 */
export async function askHolder(dataDir: string, command: Command): Promise<unknown | null> {
  const folder = join(dataDir, "lock");
  for (;;) {
    const others = await lookAround(folder);
    const holder = others.find((other) => other.holding);
    if (!holder && others.length === 0) return null;
    if (holder?.pid === null)
      throw new AppError("unavailable", `The process that uses ${dataDir} does not answer.`);
    const heard = holder && (await knock(holder.path, command, null));
    if (heard?.at === "answered") return heard.value;
    if (heard?.at === "gone") throw new AppError("unavailable", `The process that uses ${dataDir} stopped.`);
    await sleep(20);
  }
}

interface Stand {
  name: string;
  leave(): Promise<void>;
  hold(): void;
}

async function stand(folder: string, handle: Handle): Promise<Stand> {
  const name = `${randomBytes(6).toString("hex")}.sock`;
  let holding = false;
  const door = await openDoor(join(folder, name), async (command) => {
    if (command.name === "who") return { pid: process.pid, holding };
    if (!holding) throw new AppError("unavailable", "The database is being opened.");
    return handle(command);
  });
  return {
    name,
    leave: door.close,
    hold: () => {
      holding = true;
    },
  };
}

async function settle(
  folder: string,
  mine: Stand,
): Promise<"held" | "stepped back" | { pid: number | null }> {
  for (;;) {
    const others = await lookAround(folder, mine.name);
    if (others.length === 0) {
      mine.hold();
      return "held";
    }
    const holder = others.find((other) => other.holding);
    if (holder) return { pid: holder.pid };
    if (others.some((other) => other.name < mine.name)) return "stepped back";
    await sleep(5);
  }
}

interface Other {
  name: string;
  path: string;
  holding: boolean;
  /** Null when it does not answer. */
  pid: number | null;
}

const who = z.object({ pid: z.number(), holding: z.boolean() });

/** Everybody alive in the folder. What the dead left is removed: no name is used twice. */
async function lookAround(folder: string, except?: string): Promise<Other[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  const found: Other[] = [];
  for (const name of names.filter((name) => name.endsWith(".sock") && name !== except)) {
    const other = await look(folder, name);
    if (other) found.push(other);
  }
  return found;
}

async function look(folder: string, name: string): Promise<Other | null> {
  const path = join(folder, name);
  for (;;) {
    const heard = await knock(path, { name: "who", args: null }, 2_000);
    if (heard.at === "answered") return { name, path, ...who.parse(heard.value) };
    // Stopped or very busy, but there: it must be taken for the holder.
    if (heard.at === "silent") return { name, path, holding: true, pid: null };
    if (heard.at === "nobody") {
      await rm(path, { force: true });
      return null;
    }
  }
}

function inUse(dataDir: string, pid: number | null): AppError {
  const process = pid === null ? "Another process" : `Another process (pid ${pid})`;
  return new AppError(
    "conflict",
    `${process} is using ${dataDir}. Stop it first, or set DATA_DIR to another folder.`,
  );
}

async function noCommands(): Promise<never> {
  throw new AppError("unavailable", "This process answers no commands.");
}
