import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { rows } from "@/db/rows";
import { opener } from "../support/database";
import { expectEtsyComplete, expectGumroadComplete, readBooks, readCalls } from "./books";
import { cycle, listings, openStage, runDry, type Stage } from "./stage";

describe("four overlapping runs of two servers on one database", () => {
  const open = opener("pg");
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage(open);
  });
  afterAll(() => stage.close());

  it("make every listing once and send nothing twice", async () => {
    const titles = Array.from({ length: 10 }, (_, index) => `Shared Guide ${index + 1}`);
    for (const title of titles) await stage.manual(title);
    const second = { ...stage.app };
    const runs = [stage.app, second, stage.app, second].map((app) => cycle(app, 20_000));
    const ended = await Promise.all(runs);
    expect(ended.reduce((sum, { counts }) => sum + counts.listed, 0)).toBe(20);
    await expectEtsyComplete(stage, titles);
    await expectGumroadComplete(stage, titles);
    const { by } = await readCalls(stage, "etsy");
    expect(by["POST /v3/application/shops/{shop_id}/listings"]).toBe(10);
    const creates = (await readCalls(stage, "gumroad")).last.filter(
      ({ method, path }) => method === "POST" && path === "/v2/products",
    );
    expect(creates).toHaveLength(10);
  });
});

describe.each(["etsy", "gumroad"] as const)("a worker that sleeps through its lease on %s", (platform) => {
  const open = opener("pg");
  const titles: string[] = [];
  const calls = platform === "etsy" ? 10 : 14;
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage(open, { platforms: [platform] });
  });
  afterAll(() => stage.close());

  it.each(Array.from({ length: calls }, (_, index) => index + 1))(
    "after the answer to call %i: what it writes then changes nothing",
    async (n) => {
      await sleepThrough(n, "after");
    },
  );

  it.each(Array.from({ length: calls }, (_, index) => index + 1))(
    "before call %i: it makes no call any more",
    async (n) => {
      await sleepThrough(n, "before");
    },
  );

  async function sleepThrough(n: number, when: "before" | "after"): Promise<void> {
    const title = `Slow ${when} ${String.fromCharCode(64 + n)}`;
    titles.push(title);
    await stage.manual(title);
    let wake = () => {};
    const asleep = new Promise<void>((reached) => {
      let count = 0;
      const pause = () =>
        new Promise<void>((resume) => {
          wake = resume;
          reached();
        });
      stage.network = (next) => async (url, init) => {
        count += 1;
        const mine = count === n;
        if (mine && when === "before") await pause();
        const answer = await next(url, init);
        if (mine && when === "after") await pause();
        return answer;
      };
    });
    const slow = cycle(stage.app);
    await asleep;
    stage.skip(stage.app.timing.leaseMs + 1_000);
    await runDry({ ...stage, app: { ...stage.app } });
    // As long as a call may last: what was not sent by then is not sent any more.
    await new Promise((done) => setTimeout(done, when === "before" ? stage.app.timing.createMs + 50 : 0));
    const before = await everything();
    wake();
    await slow;
    expect(await everything()).toEqual(before);
    await (platform === "etsy" ? expectEtsyComplete : expectGumroadComplete)(stage, titles);
  }

  async function everything() {
    const journal = await stage.app.db.execute(sql`select count(*) as count from listing_steps`);
    return {
      listings: await listings(stage.app),
      journal: rows(journal, z.object({ count: z.number() })),
      books: (await readBooks(stage))[platform],
    };
  }
});
