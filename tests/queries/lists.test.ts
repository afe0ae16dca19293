import { beforeAll, describe, expect, test } from "vitest";
import type { Db } from "@/db/client";
import { getAction, listActions } from "@/db/queries/actions";
import type { Page } from "@/db/queries/cursor";
import { countListings, getListing, listListings, listSteps } from "@/db/queries/listings";
import { countManuals, getManual, listManuals, titlesOf } from "@/db/queries/manuals";
import { getRun, listRuns } from "@/db/queries/runs";
import { eachDriver } from "../support/database";
import { now, seed } from "./seed";

/** Ids of all pages, one after the other. */
async function walk(load: (cursor?: string) => Promise<Page<{ id: number }>>): Promise<number[]> {
  const ids: number[] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages < 50; pages++) {
    const page = await load(cursor);
    ids.push(...page.rows.map(({ id }) => id));
    if (page.next === null) return ids;
    cursor = page.next;
  }
  throw new Error("The list does not end.");
}

const down = (from: number) => Array.from({ length: from }, (_, index) => from - index);

eachDriver("queries", (open) => {
  let db: Db;
  beforeAll(async () => {
    ({ db } = await open());
    await seed(db);
  });

  describe("listings", () => {
    test.each([1, 3, 7, 100])("pages of %i show every listing once, newest first", async (limit) => {
      expect(await walk((cursor) => listListings(db, { limit, cursor }))).toEqual(down(20));
    });

    test("by attention: failed, needs you, queued, live, paused, removed", async () => {
      const ids = await walk((cursor) => listListings(db, { limit: 3, cursor, order: "attention" }));
      const order = [15, 8, 1, 16, 9, 2, 17, 10, 3, 19, 18, 12, 11, 5, 4, 20, 13, 6, 14, 7];
      expect(ids).toEqual(order);
    });

    test("filters by status, platform and manual together", async () => {
      const live = await listListings(db, { limit: 100, statuses: ["listed", "active"], platformId: 2 });
      expect(live.rows.map(({ id }) => id)).toEqual([12, 11, 5, 4]);
      const of = await listListings(db, { limit: 100, manualId: 1 });
      expect(of.rows.map(({ id }) => id)).toEqual([15, 1]);
    });

    test("searches titles, tags and the platform's id; % and _ are letters", async () => {
      const find = async (q: string) => (await listListings(db, { limit: 100, q })).rows.map(({ id }) => id);
      expect(await find("100% rye_")).toEqual([18, 4]);
      expect(await find("%")).toEqual([18, 4]);
      expect(await find("beekeep")).toEqual([5]);
      expect(await find("remote-3")).toEqual([4]);
      expect(await find("'; drop table manuals; --")).toEqual([]);
    });

    test("counts follow the filter", async () => {
      expect(Object.fromEntries(await countListings(db, { platformId: 2 }))).toEqual({
        error: 2,
        action_required: 2,
        pending: 2,
        listed: 2,
        active: 2,
        paused: 2,
        ended: 2,
      });
    });

    test("a row carries its next attempt, its open action and its platform", async () => {
      const [waits, asks] = [await getListing(db, 3), await getListing(db, 2)];
      expect(waits).toMatchObject({
        step: "upload",
        platformName: "etsy",
        manualTitle: "Manual 3",
        actionId: null,
      });
      expect(waits?.nextAttemptAt).toEqual(new Date("2026-11-22T15:00:00.000Z"));
      expect(asks).toMatchObject({ actionId: 2, nextAttemptAt: null, revenue: 0, hasCover: true });
      expect(await getListing(db, 999)).toBeNull();
    });

    test("the journal is newest first and bounded", async () => {
      expect((await listSteps(db, 4, 1)).map(({ step }) => step)).toEqual(["verify"]);
    });
  });

  describe("manuals", () => {
    test("pages show every manual once, newest first", async () => {
      expect(await walk((cursor) => listManuals(db, { limit: 4, cursor }))).toEqual(down(14));
    });

    test("a row knows its own listings, its pictures and a size over 2 GB", async () => {
      const manual = await getManual(db, 1);
      expect(manual?.listings).toEqual([
        { id: 15, platformName: "gumroad", status: "error" },
        { id: 1, platformName: "etsy", status: "error" },
      ]);
      expect(manual?.fileSize).toBe(3_000_000_000);
      expect(manual?.coverUrl).toBe("/api/passive-income/manuals/1/images/0?form=etsy");
      expect(manual?.previewUrls).toEqual(["/api/passive-income/manuals/1/images/1?form=etsy"]);
      expect(await getManual(db, 999)).toBeNull();
    });

    test("filters and counts agree", async () => {
      const counts = await countManuals(db, {});
      expect(counts).toEqual({ all: 14, processing: 1, failed: 0, unverified: 1 });
      expect((await listManuals(db, { limit: 100, rights: "unverified" })).rows).toHaveLength(1);
      expect((await listManuals(db, { limit: 100, status: "processing" })).rows).toHaveLength(1);
      expect(await titlesOf(db, [1, 999])).toEqual([{ id: 1, title: "Manual 1" }]);
    });
  });

  describe("actions", () => {
    test("waiting ones by a near deadline, then priority, then age", async () => {
      const ids = await walk((cursor) => listActions(db, { limit: 2, cursor, status: "pending" }));
      expect(ids).toEqual([3, 4, 2, 5, 1]);
    });

    test("the others newest first", async () => {
      expect(await walk((cursor) => listActions(db, { limit: 1, cursor, status: "all" }))).toEqual(down(7));
    });

    test("a secret answer is never read, another one is", async () => {
      expect((await getAction(db, 6))?.userResponse).toBeNull();
      const { rows } = await listActions(db, { limit: 100, status: "completed" });
      expect(rows.map(({ userResponse }) => userResponse)).toEqual(["a title", null]);
    });
  });

  describe("runs", () => {
    test("a run whose lease has ended is failed, with the reason", async () => {
      const page = await listRuns(db, { limit: 1, now });
      expect(page.rows[0]).toMatchObject({ id: 2, status: "failed", error: "The server stopped." });
      expect(await walk((cursor) => listRuns(db, { limit: 1, cursor, now }))).toEqual([2, 1]);
    });

    test("the same run is running while its lease lasts", async () => {
      const earlier = new Date(now.getTime() - 10 * 60_000);
      expect((await getRun(db, 2, earlier))?.status).toBe("running");
      expect(await getRun(db, 999, now)).toBeNull();
    });
  });

  test("a cursor that was not made by the list is malformed", async () => {
    const bad = { limit: 1, cursor: "abc" };
    await expect(listListings(db, bad)).rejects.toMatchObject({ kind: "malformed" });
    await expect(listManuals(db, bad)).rejects.toMatchObject({ kind: "malformed" });
    await expect(listActions(db, { ...bad, status: "pending" })).rejects.toMatchObject({ kind: "malformed" });
    await expect(listRuns(db, { ...bad, now })).rejects.toMatchObject({ kind: "malformed" });
  });
});
