import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import type { Ended, Finish, Work } from "@/lib/agent/store";
import { at, plan } from "./one-turn";
import { PLATFORM, storeStage, time } from "./stored";
import { ask, listed } from "./written";

const stage = storeStage();
const { all, claim, pending } = stage;
const next = { platformId: PLATFORM, limit: 5, now: at(10), leaseMs: 180_000 };
const rests: Finish = { ...listed, shown: undefined, status: "action_required", message: "It was refused." };

/** Listings 1 to `count`, all claimed. */
async function claimedOnes(count: number): Promise<Work[]> {
  for (let id = 1; id <= count; id += 1) await pending(id);
  return claim();
}
const asking = (works: Work[], causes: string[]): Ended[] =>
  works.map((work, index) => ({ ...rests, work, ask: { ...ask, cause: causes[index] ?? "" } }));

it("several ends and the next claim are one statement, and what it ends is not claimed", async () => {
  const works = await claimedOnes(2);
  await pending(3);
  await pending(4);
  await stage.db.execute(sql`update listing_work set due = ${at(-5)} where listing_id = 4`);
  // Their leases are over, and still they are ended, not claimed again.
  const late = { ...next, now: at(600) };
  const done = await stage.store.finish(
    works.map((work) => ({ ...rests, work })),
    late,
  );
  expect(done.ends).toEqual(Array(2).fill({ owned: true, asked: false }));
  expect(done.next.map(({ listingId }) => listingId).sort()).toEqual([3, 4]);
  expect((await all("platform_listings")).map(({ status }) => status)).toEqual([
    "action_required",
    "action_required",
    "pending",
    "pending",
  ]);
});

it("an end that another worker has overtaken changes nothing, and the others and the claim go on", async () => {
  const [lost, kept] = await claimedOnes(2);
  if (!lost || !kept) throw new Error("nothing was claimed");
  await stage.db.execute(sql`update listing_work set fence = fence + 100 where listing_id = 1`);
  await pending(3);
  const done = await stage.store.finish(
    [lost, kept].map((work) => ({ ...listed, shown: undefined, status: "error" as const, work })),
    next,
  );
  expect(done.ends).toEqual([
    { owned: false, asked: false },
    { owned: true, asked: false },
  ]);
  expect(done.next.map(({ listingId }) => listingId)).toEqual([3]);
  expect((await all("platform_listings")).map(({ status }) => status)).toEqual([
    "pending",
    "error",
    "pending",
  ]);
});

it("each question is new or open already by its own cause", async () => {
  const first = await claimedOnes(1);
  await stage.store.finish(asking(first, ["open"]));
  for (const id of [2, 3, 4]) await pending(id);
  const done = await stage.store.finish(asking(await claim({ now: at(1) }), ["open", "new", "new"]));
  expect(done.ends.map(({ asked }) => asked)).toEqual([false, true, false]);
  expect((await all("action_queue")).map(({ cause }) => cause)).toEqual(["open", "new"]);
});

it("what the platform showed before stays when an end has not looked; the proposal is the plan's", async () => {
  const [work] = await claimedOnes(1);
  if (!work) throw new Error("nothing was claimed");
  await stage.db.execute(sql`update platform_listings set platform_url = 'https://market.example/r1', listed_at = ${at(-9)},
    checked_at = ${at(-8)}, tags = '["before"]', description = 'Before.'`);
  await stage.store.finish([{ ...rests, work }]);
  const before = {
    platform_url: "https://market.example/r1",
    listed_at: time(at(-9)),
    checked_at: time(at(-8)),
  };
  expect(await all("platform_listings")).toMatchObject([
    { ...before, tags: ["before"], description: "Before." },
  ]);
  await stage.db.execute(
    sql`insert into listing_work (listing_id, platform_id, due) values (1, ${PLATFORM}, ${at(0)})`,
  );
  const [again] = await claim();
  if (!again) throw new Error("nothing was claimed");
  await stage.store.finish([{ ...rests, work: again, plan }]);
  expect(await all("platform_listings")).toMatchObject([
    { ...before, tags: plan.tags, description: plan.description, seo_title: plan.title },
  ]);
});
