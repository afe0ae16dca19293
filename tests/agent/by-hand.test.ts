import { sql } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { rows } from "@/db/rows";
import { resolveAction } from "@/lib/action-queue/resolve";
import { activate } from "@/lib/connections/activate";
import { bookPage } from "@/lib/revenue/book";
import { bookEvents, receiveEvent } from "@/lib/revenue/webhook";
import { differences } from "../revenue/ledger";
import { opener } from "../support/database";
import { actions, cycle, listings, openAction, openStage, type Stage } from "./stage";

const PAYHIP = 3;
const kit = z.object({
  kit: z.object({
    form_url: z.url(),
    fields: z.array(z.object({ name: z.string(), value: z.string() })),
    files: z.array(z.object({ name: z.string(), url: z.string() })),
    title: z.string(),
    price: z.number(),
    currency: z.string(),
  }),
});
const evidence = z.object({
  evidence: z.object({ warning: z.string().nullable(), price: z.string().nullable() }),
});
const made = z.object({ product_key: z.string(), product_permalink: z.string() });

describe("a platform without a listing API", () => {
  const open = opener("pg");
  let stage: Stage;
  const begin = async () => {
    stage = await openStage(open, { connected: false });
    await activate(stage.app, PAYHIP);
  };
  afterEach(() => stage.close());
  const product = async (price: number, title = "Knots") =>
    made.parse(await stage.markets.doors.payhip("POST", "product", { title, price, currency: "USD" }));

  it("gets a kit as soon as it is on, without a connection and without a remote call", async () => {
    await begin();
    await stage.manual("Knots");
    let calls = 0;
    stage.network = (next) => (url, init) => {
      calls += 1;
      return next(url, init);
    };
    stage.statements = 0;
    await cycle(stage.app);
    expect(calls).toBe(0);
    const action = await openAction(stage.app);
    expect(action).toMatchObject({ type: "manual_listing", inputType: "url" });
    const made = kit.parse(action.context).kit;
    expect(made.fields.map(({ name }) => name)).toEqual(["title", "price", "description", "tags"]);
    expect(made.fields.map(({ value }) => value).slice(0, 2)).toEqual(["Knots", "12.99"]);
    expect(made.files.map(({ name }) => name)).toEqual(["knots.pdf", "knots-1.jpg"]);
    expect((await listings(stage.app))[0]).toMatchObject({ status: "action_required", hold: action.cause });
    await cycle(stage.app);
    expect(await actions(stage.app)).toHaveLength(1);
  });

  it("knows the listing by the address that comes back, and its sales from then on", async () => {
    await begin();
    await stage.manual("Knots");
    await cycle(stage.app);
    const { id } = await openAction(stage.app);
    const { product_key, product_permalink } = await product(1299);
    const reply = await resolveAction(stage.app, id, ` ${product_permalink}?utm=1 `, null, "Ada");
    expect(reply.message).toBe("Answered. The agent goes on.");
    expect(await resolveAction(stage.app, id, product_permalink, null, "Bo")).toEqual(reply);
    expect((await listings(stage.app))[0]).toMatchObject({
      status: "listed",
      remoteId: product_key,
      hold: null,
    });
    const token = rows(
      await stage.app.db.execute(sql`select webhook_token as t from platforms where id = ${PAYHIP}`),
      z.object({ t: z.string() }),
    )[0]?.t;
    const body = JSON.stringify({
      ...{
        id: "Qx7",
        type: "paid",
        email: "ann@example.com",
        currency: "USD",
        price: 1299,
        date: 1_793_714_709,
      },
      ...{ items: [{ product_key, product_name: "Knots", quantity: "1" }], stripe_fee: 68, payhip_fee: 65 },
    });
    const call = { platform: "payhip", token: token ?? "", body };
    expect(await receiveEvent(stage.app, call)).toEqual({ stored: true });
    expect(await receiveEvent(stage.app, call)).toEqual({ stored: false });
    await bookEvents(stage.app);
    const [listing] = rows(
      await stage.app.db.execute(sql`select sales, revenue, status from platform_listings`),
      z.object({ sales: z.number(), revenue: z.number(), status: z.string() }),
    );
    expect(listing).toEqual({ sales: 1, revenue: 1166, status: "active" });
  });

  it("counts the sale of a buyer who was faster than the address", async () => {
    await begin();
    await stage.manual("Knots");
    await cycle(stage.app);
    const { id } = await openAction(stage.app);
    const { product_key, product_permalink } = await product(1299);
    const at = stage.app.world.now();
    const sale = {
      type: "sale",
      id: "early",
      row: 0,
      amount: 1299,
      fee: 133,
      quantity: 1,
      currency: "USD",
    } as const;
    const entry = {
      ...sale,
      basis: "estimated",
      at: at.toISOString(),
      remoteId: product_key,
      title: null,
    } as const;
    await bookPage(stage.app.db, { platformId: PAYHIP, entries: [entry], at });
    await resolveAction(stage.app, id, product_permalink, null, "Ada");
    const found = await stage.app.db.execute(sql`select sales, revenue from platform_listings`);
    expect(rows(found, z.object({ sales: z.number(), revenue: z.number() }))).toEqual([
      { sales: 1, revenue: 1166 },
    ]);
    expect(await differences(stage.app.db)).toEqual([]);
  });

  it("takes an address that shows another price, or no page yet, with a warning that is kept", async () => {
    await begin();
    await stage.manual("Knots");
    await stage.manual("Bees");
    await cycle(stage.app);
    const [first, second] = await actions(stage.app);
    const { product_permalink } = await product(999);
    const reply = await resolveAction(stage.app, first?.id ?? 0, product_permalink, null, "Ada");
    expect(reply.message).toBe("Answered. Payhip shows $9.99, the kit says $12.99.");
    const missing = `${new URL(product_permalink).origin}/b/zzzz`;
    expect((await resolveAction(stage.app, second?.id ?? 0, missing, null, "Ada")).message).toContain(
      "no page at this address",
    );
    const kept = (await actions(stage.app)).map(({ context }) => evidence.parse(context).evidence);
    expect(kept.map(({ price, warning }) => [price, warning !== null])).toEqual([
      ["9.99", true],
      [null, true],
    ]);
    expect((await listings(stage.app)).map(({ status }) => status)).toEqual(["listed", "listed"]);
  });

  it("refuses what is no address of its own, and one that belongs to another listing; the question stays", async () => {
    await begin();
    await stage.manual("Knots");
    await stage.manual("Bees");
    await cycle(stage.app);
    const [first, second] = await actions(stage.app);
    const { product_permalink } = await product(1299);
    const wrong = [
      "",
      "knots",
      "ftp://payhip.com/b/AbCd",
      "http://payhip.com/b/AbCd",
      "https://payhip.com.evil.example/b/AbCd",
    ];
    for (const response of [
      ...wrong,
      "https://payhip.com/AbCd",
      "https://ann@payhip.com/b/AbCd",
      true,
      null,
    ]) {
      await expect(resolveAction(stage.app, first?.id ?? 0, response, null, "Ada")).rejects.toMatchObject({
        kind: "invalid",
      });
    }
    await resolveAction(stage.app, first?.id ?? 0, product_permalink, null, "Ada");
    await expect(
      resolveAction(stage.app, second?.id ?? 0, product_permalink, null, "Ada"),
    ).rejects.toMatchObject({
      kind: "invalid",
      message: expect.stringContaining("belongs to listing"),
    });
    expect((await openAction(stage.app)).id).toBe(second?.id);
  });

  it("takes what Etsy and Gumroad refuse (a resale licence); a manual that is still being read waits", async () => {
    await begin();
    await stage.manual("Knots", { rights: "licence" });
    await stage.manual("Bees", { price: null, status: "processing", images: null });
    await cycle(stage.app);
    expect((await actions(stage.app)).map(({ type }) => type)).toEqual(["manual_listing"]);
  });

  it("needs at most six statements a listing", async () => {
    await begin();
    for (let n = 0; n < 20; n += 1) await stage.manual(`Manual ${n}`);
    stage.statements = 0;
    await cycle(stage.app, 20_000);
    expect(await actions(stage.app)).toHaveLength(20);
    const idle = await (async () => {
      const before = stage.statements;
      await cycle(stage.app);
      return stage.statements - before;
    })();
    expect((stage.statements - 2 * idle) / 20).toBeLessThanOrEqual(6);
  });
});
