import { afterAll, beforeAll, expect, test } from "vitest";
import { planFor } from "./files";
import { arrived, listingOf } from "./journey";
import { openStage, type Stage } from "./stage";
import type { Subject } from "./subject";

/** More drafts than any platform lists on one page. */
const CROWD = 110;

/** A listing of ours is found by its key, wherever it stands among others and whatever they are called. */
export function finding(subject: Subject): void {
  const listing = listingOf(subject.platform);
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage(subject);
  });
  afterAll(() => stage.close());

  test("though more drafts than a page came after it", async () => {
    const { plan, remoteId } = await arrived(stage, await planFor(subject.platform), "create");
    const began = new Date();
    for (let made = 0; made < CROWD; made += 1)
      await listing.create(stage.session, await planFor(subject.platform));
    expect(await found(plan.key, began)).toEqual([[remoteId, true]]);
  });

  test("and not another one whose key begins or ends like its own", async () => {
    const keys = ["m7-p1-g1", "m77-p1-g1", "m7-p1-g11", "am7-p1-g1"];
    const began = new Date();
    const ids = new Map<string, string>();
    for (const key of keys) {
      const plan = await planFor(subject.platform, { key, title: "Pump Repair" });
      ids.set(key, (await listing.create(stage.session, plan)).remoteId);
    }
    for (const key of keys) expect([key, await found(key, began)]).toEqual([key, [[ids.get(key), true]]]);
  });

  test("and there is none where there is none, though the texts are the same", async () => {
    const { plan } = await arrived(stage, await planFor(subject.platform), "create");
    const other = await planFor(subject.platform, { title: plan.title, description: plan.description });
    expect(await listing.find(stage.session, other, new Date())).toEqual([]);
  });

  const found = async (key: string, since: Date) => {
    const plan = await planFor(subject.platform, { key });
    const all = await listing.find(stage.session, plan, since);
    return all.map(({ remoteId, certain }) => [remoteId, certain]);
  };
}
