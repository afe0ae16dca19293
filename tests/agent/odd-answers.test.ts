import { eq, sql } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { rows } from "@/db/rows";
import { manuals } from "@/db/schema/manuals";
import { changeManual } from "@/lib/manuals/edit";
import { opener } from "../support/database";
import { cycle, listings, openStage, type Stage } from "./stage";

const open = opener("pg");
let stage: Stage;
afterEach(() => stage.close());

const work = async () =>
  rows(
    await stage.app.db.execute(
      sql`select step, misses, attempt, intent_at is not null as intent from listing_work`,
    ),
    z.object({ step: z.string(), misses: z.number(), attempt: z.number(), intent: z.boolean() }),
  );

describe("an answer that a database cannot keep as it came", () => {
  it.each([
    ["a NUL", "no\0way"],
    ["half of a character", `${"x".repeat(499)}\u{1F600}`],
  ])("with %s is kept as a refusal with its words; nothing is repeated for ever", async (_name, words) => {
    stage = await openStage(open, { platforms: ["gumroad"] });
    await stage.manual("Odd");
    stage.network = (next) => async (url, init) =>
      init.method === "POST" && url.endsWith("/v2/products")
        ? Response.json({ success: false, message: words })
        : next(url, init);
    const result = await cycle(stage.app);
    expect(result.problems).toEqual([]);
    const [listing] = await listings(stage.app);
    expect(listing?.status).toBe("action_required");
    expect(await work()).toEqual([]);
  });
});

describe("a run whose time is up", () => {
  it("gives its listings back at once, counts nothing against them, and leaves nothing in doubt", async () => {
    stage = await openStage(open, { platforms: ["gumroad"] });
    for (const title of ["One", "Two", "Three"]) await stage.manual(title);
    stage.network = (next) => async (url, init) => {
      const answer = await next(url, init);
      if (init.method === "POST" && url.endsWith("/v2/products")) stage.skip(700);
      return answer;
    };
    await cycle(stage.app, 1_200);
    const left = await work();
    expect(left).toHaveLength(3);
    expect(left.filter(({ misses, attempt, intent }) => misses > 0 || attempt > 0 || intent)).toEqual([]);
    const waiting = rows(
      await stage.app.db.execute(
        sql`select count(*)::int as n from listing_work where due > ${stage.app.world.now()}`,
      ),
      z.object({ n: z.number() }),
    );
    expect(waiting).toEqual([{ n: 0 }]);
  });
});

describe("rights that are taken back while a listing waits", () => {
  it("keep it from being published", async () => {
    stage = await openStage(open, { platforms: ["gumroad"] });
    const id = await stage.manual("Doubtful");
    await cycle(stage.app, 300);
    await changeManual(stage.app, id, { rights: "unverified" });
    await cycle(stage.app);
    const [listing] = await listings(stage.app);
    expect(listing?.status).toBe("action_required");
    expect((await stage.markets.gumroadBooks()).products.filter(({ published }) => published)).toEqual([]);
    const [manual] = await stage.app.db.select().from(manuals).where(eq(manuals.id, id));
    expect(manual?.rights).toBe("unverified");
  });
});

describe("a platform that removes what was just published", () => {
  it("is asked about instead of paid again", async () => {
    stage = await openStage(open, { platforms: ["etsy"] });
    await stage.manual("Banned");
    let published = false;
    stage.network = (next) => async (url, init) => {
      if (published && init.method === "GET" && /\/listings\/\d+\?/.test(url)) {
        return Response.json({ error: "Resource not found" }, { status: 404 });
      }
      const answer = await next(url, init);
      if (init.method === "PATCH") published = true;
      return answer;
    };
    await cycle(stage.app);
    const [listing] = await listings(stage.app);
    expect(listing?.status).toBe("action_required");
    expect((await stage.markets.etsyBooks()).listings).toHaveLength(1);
  });
});
