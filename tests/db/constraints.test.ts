import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import type { Db } from "@/db/client";
import { violation } from "@/db/errors";
import { actionQueue } from "@/db/schema/actions";
import { listingWork, platformListings } from "@/db/schema/listings";
import { manuals } from "@/db/schema/manuals";
import { platforms, quotas } from "@/db/schema/platforms";
import { agentRuns } from "@/db/schema/runs";
import { settings, users } from "@/db/schema/workspace";
import { opener } from "../support/database";
import { aListing, aManual, aPlatform } from "./rows";

const at = new Date("2026-02-03T04:05:06.789Z");

describe("what the schema refuses", () => {
  const open = opener("pg");
  let db: Db;
  let manualId: number;
  let platformId: number;
  let listingId: number;

  beforeAll(async () => {
    ({ db } = await open());
    manualId = idOf(await db.insert(manuals).values(aManual()).returning());
    platformId = idOf(await db.insert(platforms).values(aPlatform()).returning());
    listingId = idOf(await db.insert(platformListings).values(aListing(manualId, platformId)).returning());
    await db.insert(listingWork).values({ listingId, platformId, due: at });
  });

  const refused = async (statement: PromiseLike<unknown>) =>
    Promise.resolve(statement).then(
      () => "accepted",
      (error) => violation(error)?.constraint ?? error,
    );
  const set = (text: string) => refused(db.execute(sql.raw(text)));

  test("words that are not in the vocabulary", async () => {
    expect(await set("update manuals set status = 'done'")).toBe("manuals_status");
    expect(await set("update manuals set rights = 'mine'")).toBe("manuals_rights");
    expect(await set("update platform_listings set status = 'in_review'")).toBe("platform_listings_status");
    expect(await set("update listing_work set step = 'wait'")).toBe("listing_work_step");
    expect(await set("update platforms set credentials_status = 'ok'")).toBe("platforms_credentials");
    expect(await set("update platforms set sync_status = 'done'")).toBe("platforms_sync");
    const action = anAction();
    expect(await refused(db.insert(actionQueue).values({ ...action, status: "snoozed" }))).toBe(
      "action_queue_status_value",
    );
    expect(await refused(db.insert(actionQueue).values({ ...action, actionType: "ask" }))).toBe(
      "action_queue_type",
    );
    expect(await refused(db.insert(actionQueue).values({ ...action, inputType: "number" }))).toBe(
      "action_queue_input",
    );
    expect(await refused(db.insert(agentRuns).values({ ...aRun("a"), status: "done" }))).toBe(
      "agent_runs_status",
    );
    expect(await refused(db.insert(agentRuns).values({ ...aRun("a"), trigger: "chance" }))).toBe(
      "agent_runs_trigger",
    );
    const user = { email: "a@b.example", name: "A", role: "admin" };
    expect(await refused(db.insert(users).values(user))).toBe("users_role");
  });

  test("a manual twice by its content", async () => {
    const { sha256 } = aManual();
    await db.insert(manuals).values(aManual({ sha256 }));
    expect(await refused(db.insert(manuals).values(aManual({ sha256 })))).toBe("manuals_sha256_unique");
  });

  test("a processed manual without a price or without images, and a negative price", async () => {
    const images = { etsy: [], gumroad: [], thumbnail: null };
    const ready = { status: "processed", price: 499, images };
    expect(await refused(db.insert(manuals).values(aManual({ ...ready, price: null })))).toBe(
      "manuals_ready",
    );
    expect(await refused(db.insert(manuals).values(aManual({ ...ready, images: null })))).toBe(
      "manuals_ready",
    );
    expect(await refused(db.insert(manuals).values(aManual({ price: -1 })))).toBe("manuals_price");
    expect(await refused(db.insert(manuals).values(aManual(ready)))).toBe("accepted");
  });

  test("a second listing of a manual on a platform, and a second one with the same natural key", async () => {
    const same = { ...aListing(manualId, platformId), naturalKey: "another" };
    expect(await refused(db.insert(platformListings).values(same))).toBe("platform_listings_pair");
    const other = idOf(await db.insert(manuals).values(aManual()).returning());
    const key = { ...aListing(other, platformId), naturalKey: aListing(manualId, platformId).naturalKey };
    expect(await refused(db.insert(platformListings).values(key))).toBe(
      "platform_listings_natural_key_unique",
    );
  });

  test("one product of a platform under two listings", async () => {
    const remote = { platformListingId: "777" };
    const [one, two] = await db.insert(manuals).values([aManual(), aManual()]).returning();
    await db.insert(platformListings).values({ ...aListing(one?.id ?? 0, platformId), ...remote });
    const again = { ...aListing(two?.id ?? 0, platformId), ...remote };
    expect(await refused(db.insert(platformListings).values(again))).toBe("platform_listings_remote");
  });

  test("a live listing without the platform's id", async () => {
    for (const status of ["listed", "active"]) {
      expect(await set(`update platform_listings set status = '${status}' where id = ${listingId}`)).toBe(
        "platform_listings_live",
      );
    }
  });

  test("work twice for one listing", async () => {
    expect(await refused(db.insert(listingWork).values({ listingId, platformId, due: at }))).toBe(
      "listing_work_pkey",
    );
  });

  test("a verified platform without credentials, and a platform name twice", async () => {
    expect(await set("update platforms set credentials_status = 'verified'")).toBe("platforms_verified");
    const platform = aPlatform();
    await db.insert(platforms).values(platform);
    expect(await refused(db.insert(platforms).values(platform))).toBe("platforms_name_unique");
  });

  test("a budget of nothing, and two budgets for one window", async () => {
    const quota = { platformId, bucket: "all", seconds: 1, cap: 5, started: at };
    expect(await refused(db.insert(quotas).values({ ...quota, cap: 0 }))).toBe("quotas_cap");
    await db.insert(quotas).values(quota);
    expect(await refused(db.insert(quotas).values(quota))).toBe("quotas_platform_id_bucket_seconds_pk");
  });

  test("a second open action for one cause, while a closed one does not matter", async () => {
    const action = anAction();
    await db.insert(actionQueue).values({ ...action, status: "completed" });
    await db.insert(actionQueue).values(action);
    expect(await refused(db.insert(actionQueue).values(action))).toBe("action_queue_open_cause");
  });

  test("a second open run of one task, while a finished one does not matter", async () => {
    await db.insert(agentRuns).values({ ...aRun("b"), status: "finished" });
    await db.insert(agentRuns).values({ ...aRun("b"), status: "running" });
    expect(await refused(db.insert(agentRuns).values(aRun("b")))).toBe("agent_runs_open");
    expect(await refused(db.insert(agentRuns).values(aRun("c")))).toBe("accepted");
  });

  test("a second workspace, words that are no setting, a user twice", async () => {
    const auto = { enabled: false, window_days: 30, min_views: 5, step_percent: 5, cooldown_days: 7 };
    const workspace = { workspaceKey: "abcd", basePrices: [], autoPricing: auto };
    expect(await refused(db.insert(settings).values({ ...workspace, id: 2 }))).toBe("settings_one_row");
    expect(await refused(db.insert(settings).values({ ...workspace, publish: "no" }))).toBe(
      "settings_publish",
    );
    expect(await refused(db.insert(settings).values({ ...workspace, renew: "no" }))).toBe("settings_renew");
    const user = { email: "c@d.example", name: "C" };
    await db.insert(users).values(user);
    expect(await refused(db.insert(users).values(user))).toBe("users_email_unique");
  });

  test("a manual, platform or listing that others point at cannot be deleted", async () => {
    for (const [table, id] of [
      ["manuals", manualId],
      ["platforms", platformId],
      ["platform_listings", listingId],
    ]) {
      expect(await set(`delete from ${table} where id = ${id}`)).toMatch(/_fk$/);
    }
  });
});

function idOf(inserted: { id: number }[]): number {
  return inserted[0]?.id ?? 0;
}

function anAction() {
  const words = { title: "t", description: "d", prompt: "p" };
  return { actionType: "rights", inputType: "selection", cause: "rights:all", ...words };
}

function aRun(task: string) {
  const counts = { listed: 0, synced: 0, timed_out: 0, prices: 0, actions: 0 };
  return { task, trigger: "button", createdAt: at, leaseUntil: at, counts };
}
