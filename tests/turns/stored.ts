import { sql } from "drizzle-orm";
import { beforeAll, beforeEach, expect } from "vitest";
import { z } from "zod";
import type { Db } from "@/db/client";
import { rows } from "@/db/rows";
import { postgresStore } from "@/lib/agent/postgres-store";
import type { Store, Work } from "@/lib/agent/store";
import { opener } from "../support/database";
import { at } from "./one-turn";
import { aListing, emptyWorkspace } from "./rows";

/** The platform whose listings these tests claim. */
export const PLATFORM = 2;

export const tables = [
  "platform_listings",
  "listing_work",
  "listing_steps",
  "action_queue",
  "price_changes",
] as const;

/** A moment as `to_jsonb` writes it, to the second. */
export const time = (date: Date) => expect.stringMatching(date.toISOString().slice(0, 19));

/** The store on a real Postgres; each test begins with an empty workspace. */
export function storeStage() {
  const open = opener("pg");
  let db: Db;
  let store: Store;
  beforeAll(async () => {
    ({ db } = await open({ maxConnections: 3 }));
    store = postgresStore(db);
  });
  beforeEach(() => emptyWorkspace(db));
  const claim = (change: Partial<Parameters<Store["claim"]>[0]> = {}) =>
    store.claim({ platformId: PLATFORM, limit: 5, now: at(0), leaseMs: 180_000, ...change });
  const pending = (id: number, change = {}) => aListing(db, id, PLATFORM, change, { due: at(-1) });
  return {
    get db() {
      return db;
    },
    get store() {
      return store;
    },
    claim,
    /** A listing with work that is due. */
    pending,
    /** Listing 1, claimed, beside listing 2, which must stay as it is. */
    async claimed(): Promise<Work> {
      await pending(1, { errorMessage: "before" });
      await aListing(db, 2, PLATFORM, { errorMessage: "other" }, { due: at(500) });
      const [work] = await claim();
      if (!work) throw new Error("nothing was claimed");
      return work;
    },
    /** The rows of a table, as JSON. */
    all: async (table: (typeof tables)[number]) =>
      rows(
        await db.execute(sql.raw(`select to_jsonb(t) as row from ${table} t order by 1`)),
        z.object({ row: z.record(z.string(), z.unknown()) }),
      ).map(({ row }) => row),
  };
}
