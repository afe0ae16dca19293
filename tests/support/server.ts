import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Small waits for real servers against stand-ins. */
export const smallTiming = {
  read_ms: 1_500,
  create_ms: 2_000,
  upload_bytes_per_s: 2_000_000,
  settle_ms: 2_500,
  list_lag_ms: 200,
  lease_ms: 6_000,
  backoff_ms: [200, 500, 1_000],
  budget: "none",
};

export interface ProductServer {
  url: string;
  api: string;
  token: string;
  cronSecret: string;
  dataDir: string;
  pid: number;
  /** Everything it printed so far. */
  output(): string;
  /** JSON call with the API token. */
  call(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; body: unknown; headers: Headers }>;
  /** Ends it: SIGTERM unless told otherwise. Resolves when the process is gone. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

export interface ServerOptions {
  origins?: Record<string, string>;
  databaseUrl?: string;
  dataDir?: string;
  port?: number;
  env?: Record<string, string>;
}

const token = "test-api-token-".padEnd(40, "x");
const cronSecret = "test-cron-secret-".padEnd(40, "y");

/** Servers that would outlive this process. */
const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/** Starts the real production server (the build must be there) and waits until it answers. */
export async function startProduct(options: ServerOptions = {}): Promise<ProductServer> {
  const port = options.port ?? (await freePort());
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), "product-"));
  const origins = options.origins ?? { etsy: "http://127.0.0.1:9", gumroad: "http://127.0.0.1:9" };
  const env: NodeJS.ProcessEnv = {
    NODE_ENV: "production",
    PATH: process.env.PATH ?? "",
    HOME: process.env.HOME ?? "",
    PORT: String(port),
    DATA_DIR: dataDir,
    API_TOKEN: token,
    CRON_SECRET: cronSecret,
    AGENT_TIMING: JSON.stringify(smallTiming),
    ETSY_API_URL: origins.etsy ?? "http://127.0.0.1:9",
    ETSY_TOKEN_URL: `${origins.etsy ?? "http://127.0.0.1:9"}/v3/public/oauth/token`,
    GUMROAD_API_URL: origins.gumroad ?? "http://127.0.0.1:9",
    PAYHIP_URL: origins.payhip ?? "http://127.0.0.1:9",
    ...(options.databaseUrl ? { DATABASE_URL: options.databaseUrl, ...keys } : {}),
    ...options.env,
  };
  const child = spawn(process.execPath, ["--import", "tsx", "bin/start.ts"], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  child.once("exit", () => running.delete(child));
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      output += chunk;
    });
  }
  const url = `http://127.0.0.1:${port}`;
  await ready(child, url, () => output);
  return {
    url,
    api: `${url}/api/passive-income`,
    token,
    cronSecret,
    dataDir,
    pid: child.pid ?? 0,
    output: () => output,
    async call(method, path, body) {
      // A kept connection may be closed by the server just when the next call uses it.
      const headers: Record<string, string> = { authorization: `Bearer ${token}`, connection: "close" };
      if (body !== undefined && !(body instanceof FormData)) headers["content-type"] = "application/json";
      const sent = body === undefined || body instanceof FormData ? body : JSON.stringify(body);
      const response = await fetch(`${url}/api/passive-income${path}`, { method, headers, body: sent });
      const text = await response.text();
      return {
        status: response.status,
        body: text === "" ? null : JSON.parse(text),
        headers: response.headers,
      };
    },
    stop: (signal = "SIGTERM") => end(child, signal),
  };
}

const keys = {
  NEXTAUTH_SECRET: "test-session-secret-".padEnd(44, "s"),
  CREDENTIALS_KEYS: `k1:${Buffer.alloc(32, 7).toString("base64")}`,
};

async function ready(child: ChildProcess, url: string, output: () => string): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}.\n${output()}`);
    const response = await fetch(`${url}/api/health`).catch(() => null);
    if (response?.ok) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  await end(child, "SIGKILL");
  throw new Error(`The server did not answer.\n${output()}`);
}

function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((done) => {
    child.once("exit", () => done());
    child.kill(signal);
  });
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once("error", fail);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address ? address.port : 0;
      server.close(() => done(port));
    });
  });
}

/** Removes a data folder that a server used. */
export function removeData(dataDir: string): void {
  rmSync(dataDir, { recursive: true, force: true });
}
