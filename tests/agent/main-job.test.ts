import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { rows } from "@/db/rows";
import { eachDriver } from "../support/database";
import { expectEtsyComplete, expectGumroadComplete, readBooks } from "./books";
import { cycle, listings, openStage, type Stage } from "./stage";

const titles = ["Sourdough Tables", "Sailing Knots", "Wheel Building"];

eachDriver("the main job", (open) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage(open);
    for (const title of titles) await stage.manual(title);
  });
  afterAll(() => stage.close());

  it("lists every manual once on both platforms, published with file, pictures and price, and reads it back", async () => {
    const { counts, problems } = await cycle(stage.app, 60_000);
    expect([counts.listed, problems]).toEqual([6, []]);
    expect((await listings(stage.app)).map(({ status, message }) => [status, message])).toEqual(
      Array(6).fill(["listed", null]),
    );
    await expectEtsyComplete(stage, titles);
    await expectGumroadComplete(stage, titles);
    const books = await readBooks(stage);
    expect([...books.etsy.listings, ...books.gumroad.products].map(({ price }) => price)).toEqual(
      Array(6).fill(1299),
    );
  });

  it("keeps a journal of each listing's steps, in order, without a secret", async () => {
    const found = await stage.app.db.execute(
      sql`select listing_id as listing, string_agg(step, ' ' order by id) as steps, string_agg(outcome::text, ' ') as text
        from listing_steps group by listing_id`,
    );
    const journal = rows(found, z.object({ listing: z.number(), steps: z.string(), text: z.string() }));
    expect(journal.map(({ steps }) => steps)).toEqual(
      Array(6).fill("plan create upload enrich publish verify"),
    );
    expect(journal.map(({ text }) => text).join(" ")).not.toMatch(/Bearer|sandboxsecret|api_token/);
  });

  it("does nothing more when nothing is due", async () => {
    const before = await readBooks(stage);
    const { counts, more } = await cycle(stage.app);
    expect([counts.listed, more]).toEqual([0, false]);
    expect(await readBooks(stage)).toEqual(before);
  });
});
