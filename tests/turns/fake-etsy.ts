import { sql } from "drizzle-orm";
import { afterEach, beforeAll, beforeEach, vi } from "vitest";
import type { Db } from "@/db/client";
import { type LaneInput, runLane } from "@/lib/agent/lane";
import { callsOf } from "@/lib/agent/pace";
import type { TurnEnd } from "@/lib/agent/turn";
import type { App } from "@/lib/app";
import { sealFor } from "@/lib/connections/read";
import { etsy } from "@/lib/platforms/etsy";
import type { Account, Credentials, Plan, Session } from "@/lib/platforms/platform";
import { timing } from "../simulation/settings";
import { testApp } from "../support/app";
import { opener } from "../support/database";
import { at } from "./one-turn";
import { aListing, emptyWorkspace } from "./rows";

export const ETSY = 1;
const account: Account = { name: "Shop", currency: "USD", facts: {} };

/** An app on a clock of its own that moves only by sleeping; its calls go nowhere. */
async function quietApp(db: Db) {
  const clock = { now: at(0).getTime() };
  const sleeps: number[] = [];
  const app = await testApp(
    db,
    {},
    {
      timing: { ...timing, budget: "none" },
      world: {
        fetch: async () => new Response(),
        now: () => new Date(clock.now),
        random: () => 0.5,
        sleep: async (ms) => {
          sleeps.push(ms);
          clock.now += ms;
          await new Promise((next) => setImmediate(next));
        },
      },
    },
  );
  return Object.assign(app, {
    /** Waits, in milliseconds. */
    sleeps,
    pass: (seconds: number) => {
      clock.now += seconds * 1000;
    },
  });
}

/** Stores credentials of Etsy as if they had been checked. */
export async function connectEtsy(app: App, credentials: Credentials, change: { account?: null } = {}) {
  const sealed = await sealFor(app, "etsy", credentials);
  const known = change.account === null ? null : JSON.stringify(account);
  await app.db.execute(sql`update platforms set is_active = true, credentials = ${sealed}, credentials_status = 'verified',
    credentials_version = credentials_version + 1, account = ${known}::jsonb where id = ${ETSY}`);
}

/** How Etsy's access tokens are renewed: when they are due, and what a renewal gives. */
export function renewal(dueAt: () => Date | null, run: () => Promise<Credentials>): void {
  const { access } = etsy;
  if (access.kind !== "token") throw new Error("Etsy has no access tokens.");
  vi.spyOn(etsy, "access", "get").mockReturnValue({ ...access, refresh: { dueAt, run } });
}

/** Etsy's verbs replaced by a shop in memory that never fails; each makes one call first. */
function fakeEtsy() {
  const calls: string[] = [];
  const live = new Map<string, Plan | null>();
  const call = async (session: Session, name: string) => {
    await session.fetch(`${etsy.origin}/${name}`, { method: "POST" });
    calls.push(`${name} with ${session.credentials.access_token}`);
  };
  const { listing } = etsy;
  vi.spyOn(listing, "need").mockReturnValue({ all: 1 });
  vi.spyOn(listing, "find").mockResolvedValue([]);
  vi.spyOn(listing, "strays").mockResolvedValue([]);
  const create = vi.spyOn(listing, "create").mockImplementation(async (session, plan) => {
    await call(session, "create");
    live.set(`r-${plan.slug}`, null);
    return { remoteId: `r-${plan.slug}` };
  });
  const upload = vi.spyOn(listing, "upload").mockResolvedValue();
  vi.spyOn(listing, "enrich").mockResolvedValue();
  vi.spyOn(listing, "publish").mockImplementation(async (_session, id, plan) => {
    live.set(id, plan);
  });
  vi.spyOn(listing, "read").mockImplementation(async (_session, remoteId, plan) => ({
    remoteId,
    state: live.get(remoteId) ? "live" : "draft",
    url: null,
    title: plan.title,
    price: plan.price,
    files: [{ name: plan.file.name, size: plan.file.size }],
    imageCount: 1,
  }));
  /** Calls of create, with the token each was made with. */
  return { calls, call, create, upload };
}

/** Before each test: an empty workspace, connected to that shop, on one database for the file. */
export function shopStage() {
  const open = opener("pg");
  const statements: string[] = [];
  const ends: TurnEnd[] = [];
  let db: Db;
  let app: Awaited<ReturnType<typeof quietApp>>;
  let shop: ReturnType<typeof fakeEtsy>;
  beforeAll(async () => {
    ({ db } = await open({ maxConnections: 4, onStatement: (text) => statements.push(text) }));
  });
  beforeEach(async () => {
    await emptyWorkspace(db);
    app = await quietApp(db);
    shop = fakeEtsy();
    ends.length = 0;
    callsOf(db, ETSY).nextAt = 0;
    await connectEtsy(app, { access_token: "one" });
    statements.length = 0;
  });
  afterEach(() => {
    vi.restoreAllMocks();
    app.remove();
  });
  return {
    /** Statements since the test began. */
    statements,
    /** How the turns of the last runs ended. */
    ends,
    get db() {
      return db;
    },
    get app() {
      return app;
    },
    get shop() {
      return shop;
    },
    due: (id: number, seconds = 0, platformId = ETSY) =>
      aListing(db, id, platformId, {}, { due: at(seconds) }),
    run: (change: Partial<LaneInput> = {}) =>
      runLane(app, {
        platformId: ETSY,
        publish: "auto",
        deadline: at(3_600),
        onEnd: async (end) => {
          ends.push(end);
        },
        ...change,
      }),
  };
}
