import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What a build depends on. */
const sources = [
  "app",
  "lib",
  "db",
  "public",
  "instrumentation.ts",
  "next.config.mjs",
  "postcss.config.mjs",
  "tsconfig.json",
  "package-lock.json",
  "vercel.json",
];
const stamp = ".next/built-from";

/** Builds the server unless a build of exactly this source is there. @throws Error when the build fails. */
export function buildIfNeeded(root: string): { built: boolean } {
  const hash = hashOf(root);
  const file = join(root, stamp);
  if (existsSync(join(root, ".next/BUILD_ID")) && existsSync(file) && readFileSync(file, "utf8") === hash)
    return { built: false };
  const next = join(root, "node_modules/next/dist/bin/next");
  const env = { ...process.env, NODE_ENV: "production" as const, NEXT_TELEMETRY_DISABLED: "1" };
  const { status, stdout, stderr } = spawnSync(process.execPath, [next, "build"], {
    cwd: root,
    env,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`The build failed.\n${stdout}\n${stderr}`);
  writeFileSync(file, hash);
  return { built: true };
}

function hashOf(root: string): string {
  const hash = createHash("sha256").update(process.version);
  for (const source of sources) add(hash, root, source);
  return hash.digest("hex");
}

function add(hash: ReturnType<typeof createHash>, root: string, path: string): void {
  const full = join(root, path);
  if (!existsSync(full)) return;
  if (statSync(full).isDirectory()) {
    for (const name of readdirSync(full).sort()) add(hash, root, join(path, name));
  } else {
    hash.update(`${path}\0`).update(readFileSync(full));
  }
}

if (process.argv[1]?.endsWith("bin/build.ts"))
  console.log(buildIfNeeded(process.cwd()).built ? "Built." : "The build is up to date.");
