import { afterAll, beforeAll, expect, test } from "vitest";
import { planFor } from "./files";
import { arrived, expectOnSale, type Journey, journey, listingOf, theOne } from "./journey";
import { openStage, type Stage } from "./stage";
import { because, ruled, type Subject } from "./subject";

/** From nothing to live, what is read back, and what may be done to it then. */
export function life(subject: Subject): void {
  const { platform, deviations } = subject;
  const listing = listingOf(platform);
  let stage: Stage;
  let on: Journey;
  beforeAll(async () => {
    stage = await openStage(subject);
    on = await arrived(stage, await planFor(platform));
  });
  afterAll(() => stage.close());
  const stateIn = async () => {
    const said = await platform.stats?.read(stage.session, [on.remoteId]);
    return said?.map(({ remoteId, state }) => [remoteId, state]);
  };

  test("what was sent is on sale in the books, and is read back equal", async () => {
    await expectOnSale(stage, on);
    const { file, images, title, price } = on.plan;
    expect(await listing.read(stage.session, on.remoteId, on.plan)).toEqual({
      remoteId: on.remoteId,
      state: "live",
      url: expect.stringMatching(`^${stage.market.origin}/`),
      title,
      price,
      files: [{ name: file.name, size: file.size }],
      imageCount: images.length,
    });
    expect(await stateIn()).toEqual([[on.remoteId, "live"]]);
  });

  test("a draft is read back as a draft without an address, and stats do not call it live", async () => {
    const { plan, remoteId } = await arrived(stage, await planFor(platform), "create");
    const seen = await listing.read(stage.session, remoteId, plan);
    expect(seen).toMatchObject({ state: "draft", url: null, files: [], imageCount: 0, price: plan.price });
    expect((await platform.stats?.read(stage.session, [remoteId]))?.map(({ state }) => state)).toEqual([
      "draft",
    ]);
  });

  test("a listing that never was is not read, and is not in the stats", async () => {
    const { plan, remoteId } = await arrived(stage, await planFor(platform), "create");
    await listing.removeDraft(stage.session, remoteId);
    expect((await listing.read(stage.session, remoteId, plan))?.state ?? "gone").toBe("gone");
    const said = await platform.stats?.read(stage.session, [remoteId, on.remoteId]);
    expect(said?.filter(({ state }) => state !== "gone").map((one) => one.remoteId)).toEqual([on.remoteId]);
  });

  test("a repeat of upload and enrich reads, finds all there and sends no file", async () => {
    const { session, network } = stage.open();
    const job = { plan: on.plan, remoteId: on.remoteId, notes: {}, fresh: false, note: async () => {} };
    await listing.upload(session, job);
    expect(network.sent.filter(({ method }) => method !== "GET")).toEqual([]);
    await listing.enrich(session, job);
    expect(network.sent.filter(({ method }) => method === "POST")).toEqual([]);
    await expectOnSale(stage, on);
  });

  test("each step needs the calls that it says", async () => {
    const plan = await planFor(platform);
    const steps = ["create", "upload", "enrich", "publish", "verify"] as const;
    const { session, network } = stage.open();
    const travel = journey(platform, plan);
    let before = 0;
    for (const step of steps) {
      await travel.go(session, step);
      const calls = network.sent.filter(({ origin }) => origin === stage.market.origin).length;
      expect([step, calls - before]).toEqual([step, listing.need(step, plan).all]);
      before = calls;
    }
  });

  const { priceChanges, unlisted } = deviations;
  test(`price changes the price and nothing else, and a repeat nothing at all${because(priceChanges)}`, async () => {
    await stage.market.sell(on.remoteId, 1);
    const dearer = { ...on.plan, price: { amount: 2495, currency: "USD" } };
    const before = (await theOne(stage, on.plan)).row;
    // A plan whose texts changed meanwhile: they are not sent along.
    const retold = { ...dearer, title: "Another title", description: "Another text.", tags: ["another"] };
    await listing.price(stage.session, on.remoteId, retold);
    await expectOnSale(stage, { ...on, plan: dearer });
    const once = (await theOne(stage, on.plan)).row;
    expect(changed(before, once)).toEqual([...ruled([], priceChanges)]);
    await listing.price(stage.session, on.remoteId, dearer);
    expect((await theOne(stage, on.plan)).row).toEqual(once);
    on.plan = dearer;
  });

  test(`unlist takes it off sale, and a repeat changes nothing${because(unlisted)}`, async () => {
    await listing.unlist(stage.session, on.remoteId);
    const off = await theOne(stage, on.plan);
    expect(off).toMatchObject({ state: "off", title: on.plan.title, price: on.plan.price, files: [{}] });
    await listing.unlist(stage.session, on.remoteId);
    expect(await theOne(stage, on.plan)).toEqual(off);
    const state = ruled("inactive", unlisted);
    expect(await listing.read(stage.session, on.remoteId, on.plan)).toMatchObject({ state, url: null });
    expect(await stateIn()).toEqual([[on.remoteId, state]]);
  });

  test("nothing of all this was ignored by the platform, or is against its own document", async () => {
    expect((await stage.market.complaints?.()) ?? []).toEqual([]);
  });

  test("what was taken off sale is put back by publish", async () => {
    await listing.publish(stage.session, on.remoteId, on.plan);
    await expectOnSale(stage, on);
  });
}

function changed(before: Record<string, unknown>, after: Record<string, unknown>): string[] {
  return Object.keys(after).filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
}
