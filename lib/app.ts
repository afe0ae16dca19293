import { join } from "node:path";
import { type Db, getDb } from "@/db/client";
import type { World } from "./agent/session";
import { env } from "./env";
import type { Fetch } from "./http";
import { hide } from "./log";
import type { Platform } from "./platforms/platform";
import { folderStorage, type Storage } from "./storage";
import type { Timing } from "./timing";
import { makeVault, type Vault } from "./vault";

/** What the verbs work with: our data, our files, the outside world. Tests make their own. */
export interface App {
  db: Db;
  vault: Vault;
  storage: Storage;
  world: World;
  timing: Timing;
  /** Addresses that the operator named instead of a platform's own. */
  origins: Record<string, string>;
  tokenUrls: Record<string, string>;
  maxUploadBytes: number;
  /** Tells the scheduler that there may be work now. */
  wake(): void;
}

/** API origin of a platform. */
export function originOf(app: Pick<App, "origins">, platform: Platform): string {
  return app.origins[platform.name] ?? platform.origin;
}

export const realWorld: World = {
  fetch: ((url, init) => fetch(url, init)) satisfies Fetch,
  now: () => new Date(),
  random: Math.random,
  sleep: (ms) => new Promise((done) => setTimeout(done, ms)),
};

const slot = Symbol.for("passive-income.app");
const shared = globalThis as { [slot]?: { wake: () => void } };

/** What `wake` of this process does; set by the scheduler. */
export function onWake(wake: () => void): void {
  shared[slot] = { wake };
}

/** The app of this process, from its environment. */
export async function getApp(): Promise<App> {
  return appOn(await getDb());
}

/** An app from this process's environment on a database of its own. */
export function appOn(db: Db): App {
  const e = env();
  hide(e.sessionSecret, e.apiToken, e.cronSecret, e.ownerPassword);
  return {
    db,
    vault: makeVault(e.credentialsKeys),
    storage: folderStorage(join(e.dataDir, "files")),
    world: realWorld,
    timing: e.timing,
    origins: e.origins,
    tokenUrls: e.tokenUrls,
    maxUploadBytes: e.maxUploadBytes,
    wake: () => shared[slot]?.wake(),
  };
}
