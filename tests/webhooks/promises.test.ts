import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { bookEvents } from "@/lib/revenue/webhook";
import { changeSettings } from "@/lib/settings";
import { paid, refunded } from "../http/payhip-events";
import { eachDriver, opener } from "../support/database";
import { openInside } from "./inside";

const sold = { id: "Q1", price: 1299 };

describe("taking an event", () => {
  const open = opener("pg");

  test("needs two statements at most before the answer, whether it is new, known or not ours", async () => {
    const { app, seen, receive } = await openInside(open);
    for (const event of [paid(sold), paid(sold), refunded(sold, 300), { type: "subscription.created" }]) {
      seen.statements = 0;
      await receive(event);
      expect(seen.statements).toBeLessThanOrEqual(2);
    }
    seen.statements = 0;
    await expect(receive({ type: "paid" })).rejects.toMatchObject({ kind: "malformed" });
    expect(seen.statements).toBeLessThanOrEqual(1);
    app.remove();
  });

  test("with an API key costs no statement more", async () => {
    const { app, seen, receive } = await openInside(open);
    const sealed = await app.vault.seal({ api_key: "a-key-of-payhip" }, "credentials:payhip");
    await app.db.execute(sql`update platforms set credentials = ${sealed} where name = 'payhip'`);
    seen.statements = 0;
    await expect(receive(paid(sold))).rejects.toMatchObject({ kind: "unauthorised" });
    expect(seen.statements).toBe(1);
    app.remove();
  });
});

eachDriver("booking what was taken", (open) => {
  test("books nothing while the agent is off, and everything once it is on, refunds before their sales too", async () => {
    const { app, receive, ledger } = await openInside(open);
    await changeSettings(app.db, { agent_enabled: false });
    for (const event of [refunded(sold, 300), paid(sold), paid(sold)]) await receive(event);
    expect(await bookEvents(app)).toEqual(new Map());
    expect(await ledger()).toEqual([]);
    await changeSettings(app.db, { agent_enabled: true });
    expect(await bookEvents(app)).toEqual(new Map([[3, 1]]));
    expect((await ledger()).map(({ amount }) => amount)).toEqual([-300, 1299]);
    expect(await bookEvents(app)).toEqual(new Map());
    app.remove();
  });

  test("by many at once books each event once", async () => {
    const { app, receive, ledger } = await openInside(open);
    for (let n = 0; n < 10; n += 1) await receive(paid({ id: `Q${n}`, price: 100 }));
    await receive(refunded({ id: "Q1", price: 100 }, 60));
    await receive(refunded({ id: "Q1", price: 100 }, 70));
    await Promise.all(Array.from({ length: 5 }, () => bookEvents(app)));
    const lines = await ledger();
    expect(lines.reduce((sum, { amount }) => sum + amount, 0)).toBe(900);
    expect(lines).toHaveLength(12);
    app.remove();
  });
});
