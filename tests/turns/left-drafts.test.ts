import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { rows } from "@/db/rows";
import { removeLeftDrafts } from "@/lib/agent/own-drafts";
import { reconcile } from "@/lib/agent/reconcile";
import { freshAccess } from "@/lib/connections/access";
import { PlatformError } from "@/lib/errors";
import { etsy } from "@/lib/platforms/etsy";
import { ETSY, shopStage } from "./fake-etsy";
import { at } from "./one-turn";
import { aListing } from "./rows";

const stage = shopStage();
/** The settle time is two minutes: older than that. */
const old = at(-120.001);
const draft = (listing: number, remoteId: string, createdAt: Date | null = old) => ({
  remoteId,
  key: `ws-${listing}-${ETSY}`,
  createdAt,
});
let removed: string[];
let lists: number;
let drafts: ReturnType<typeof draft>[];
beforeEach(() => {
  [removed, lists, drafts] = [[], 0, []];
  vi.spyOn(etsy.listing, "ownDrafts").mockImplementation(async () => {
    lists += 1;
    return drafts;
  });
  vi.spyOn(etsy.listing, "removeDraft").mockImplementation(async (_session, id) => {
    removed.push(id);
  });
});
const listed = (id: number, change = {}, work?: { due: Date }) =>
  aListing(stage.db, id, ETSY, { status: "listed", platformListingId: `r${id}`, ...change }, work);
const clean = async (seconds = 3_600) =>
  removeLeftDrafts(stage.app, await freshAccess(stage.app, ETSY), at(seconds));

describe("drafts of ours that a late answer left behind", () => {
  it("are removed when their listing rests under another remote id", async () => {
    await listed(1);
    await listed(2, { status: "active" });
    await listed(3, {}, { due: at(0) });
    drafts = [draft(1, "late1"), draft(2, "late2"), draft(1, "late3")];
    await clean();
    expect(removed).toEqual(["late1", "late2", "late3"]);
  });

  it("stay when they may be the listing itself, may still settle, or are nobody's we know", async () => {
    await listed(1);
    await listed(2, {}, { due: at(0) });
    await listed(3, { status: "error" });
    await listed(4, { status: "paused", platformListingId: null });
    drafts = [
      draft(1, "r1"),
      draft(1, "young", at(-120)),
      draft(1, "unknown", null),
      draft(2, "worked on"),
      draft(3, "failed"),
      draft(4, "unmade"),
      draft(99, "foreign"),
    ];
    await clean();
    expect(removed).toEqual([]);
    expect(lists).toBe(1);
  });

  it("are at most five in one pass", async () => {
    await listed(1);
    drafts = Array.from({ length: 6 }, (_, n) => draft(1, `late${n}`));
    await clean();
    expect(removed).toHaveLength(5);
  });

  it("cost one list and no statement more where there are none", async () => {
    drafts = [draft(1, "young", at(0))];
    await clean();
    expect(lists).toBe(1);
    expect(stage.statements.filter((text) => text.includes("natural_key"))).toEqual([]);
  });
});

describe("looking for them", () => {
  it.each([
    ["the platform is off", sql`update platforms set is_active = false`],
    ["its credentials are not known to be good", sql`update platforms set credentials_status = 'error'`],
    ["the agent is off", sql`update settings set agent_enabled = false`],
  ])("is left out while %s", async (_name, off) => {
    await stage.db.execute(off);
    await clean();
    expect(lists).toBe(0);
  });

  it("needs time for the list and a removal, before each", async () => {
    await listed(1);
    drafts = [draft(1, "late1"), draft(1, "late2")];
    // A removal is a create's time and two reads: 80 s.
    await clean(80);
    expect(lists).toBe(0);
    vi.mocked(etsy.listing.removeDraft).mockImplementation(async (_session, id) => {
      removed.push(id);
      stage.app.pass(1);
    });
    await clean(80.001);
    expect([lists, removed]).toEqual([1, ["late1"]]);
  });

  it("takes its calls from the platform's budget, and stops when there are none", async () => {
    await listed(1);
    drafts = [draft(1, "late1"), draft(1, "late2"), draft(1, "late3")];
    stage.app.timing = { ...stage.app.timing, budget: "platform" };
    await stage.db.execute(sql`update quotas set cap = 5 where platform_id = ${ETSY}`);
    await clean();
    expect(removed).toEqual(["late1", "late2"]);
    const [row] = rows(
      await stage.db.execute(sql`select used from quotas where platform_id = ${ETSY} and seconds = 86400`),
      z.object({ used: z.number() }),
    );
    expect(row).toEqual({ used: 5 });
    await clean();
    expect(lists).toBe(1);
  });

  it("that the platform refuses is its own trouble; a mistake of ours is not hidden", async () => {
    const list = vi.mocked(etsy.listing.ownDrafts ?? vi.fn());
    list.mockRejectedValueOnce(new PlatformError("unreachable", "No answer."));
    expect((await reconcile(stage.app, at(3_600), undefined, "etsy")).problems).toEqual([]);
    await stage.db.execute(sql`update platforms set reconciled_at = null`);
    list.mockRejectedValueOnce(new TypeError("ours"));
    expect((await reconcile(stage.app, at(3_600), undefined, "etsy")).problems).toEqual([
      expect.stringContaining("on our side"),
    ]);
  });
});
