import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Db } from "@/db/client";
import { countActions, listActions } from "@/db/queries/actions";
import { countListings, listListings } from "@/db/queries/listings";
import { countListedSince, recentActivity } from "@/db/queries/overview";
import { getPlatform, listPlatforms } from "@/db/queries/platforms";
import { summariseRevenue } from "@/db/queries/revenue";
import { readShell } from "@/db/queries/shell";
import { opener } from "../support/database";
import { now, seed } from "./seed";

describe("what the screens read", () => {
  const open = opener("pg");
  const statements: string[] = [];
  let db: Db;
  beforeAll(async () => {
    ({ db } = await open({ onStatement: (text) => statements.push(text) }));
    await seed(db);
  });
  beforeEach(() => {
    statements.length = 0;
  });

  test("the overview takes 11 statements beside the session's one", async () => {
    await readShell(db, now);
    await listPlatforms(db);
    await listActions(db, { status: "pending", limit: 3 });
    await recentActivity(db, 7);
    await summariseRevenue(db, { days: 30, now });
    await countListedSince(db, now);
    expect(statements).toHaveLength(11);
  });

  test("the listings take 5 and the actions 4, however many rows there are", async () => {
    await readShell(db, now);
    await listPlatforms(db);
    await listListings(db, { limit: 50, order: "attention" });
    await countListings(db, {});
    expect(statements.splice(0)).toHaveLength(5);
    await readShell(db, now);
    await listActions(db, { status: "pending", limit: 50 });
    await countActions(db);
    expect(statements).toHaveLength(4);
  });

  test("the shell counts what waits and shows the newest run", async () => {
    expect(await readShell(db, now)).toMatchObject({
      agentEnabled: true,
      waiting: 5,
      manuals: 14,
      processing: 1,
      run: { id: 2, status: "failed" },
    });
  });

  test("a run under way stands before a newer one that has ended", async () => {
    const earlier = new Date(now.getTime() - 10 * 60_000);
    expect((await readShell(db, earlier)).run).toMatchObject({ id: 2, status: "running" });
  });

  test("platforms come in the registry's order, with counts and without a secret", async () => {
    const [etsy, gumroad] = await listPlatforms(db);
    expect(etsy).toMatchObject({
      name: "etsy",
      displayName: "Etsy",
      live: 4,
      waiting: 2,
      needsYou: 2,
      failed: 2,
      listingCount: 4,
      currency: "EUR",
      supportsApiListing: true,
    });
    expect(gumroad).toMatchObject({ name: "gumroad", currency: "USD", hasCandidate: false });
    expect(etsy?.credentialFields.find(({ name }) => name === "api_key")).toMatchObject({
      set: true,
      last4: "9f3a",
    });
    expect(etsy?.credentialFields.find(({ name }) => name === "access_token")).toMatchObject({
      set: false,
      last4: null,
    });
    expect(JSON.stringify([etsy, gumroad])).not.toContain("sealed");
    expect(statements.join()).not.toMatch(/"credentials"/);
    expect(await getPlatform(db, "nowhere")).toBeNull();
  });

  test("recent activity mixes steps and actions, newest first, and tells a problem from a listing", async () => {
    const events = await recentActivity(db, 5);
    expect(events.map(({ kind }) => kind)).toEqual(["answered", "answered", "problem", "listed", "asked"]);
    expect(events[2]).toMatchObject({ message: "Too large.", platformName: "etsy" });
  });
});
