import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { rows } from "@/db/rows";
import { PlatformError, type PlatformErrorKind } from "@/lib/errors";
import { connectEtsy, ETSY, renewal, shopStage } from "./fake-etsy";
import { at } from "./one-turn";
import { idOf } from "./rows";

const stage = shopStage();
const { ends, due, run } = stage;
const fails = (kind: PlatformErrorKind, message: string) => () =>
  Promise.reject(new PlatformError(kind, message));
const statuses = async () =>
  rows(
    await stage.db.execute(sql`select status from platform_listings order by id`),
    z.object({ status: z.string() }),
  ).map(({ status }) => status);
const connection = async () =>
  rows(
    await stage.db.execute(sql`select p.credentials_status as status, p.connection_error as error,
      (select count(*)::int from action_queue) as asked from platforms p where id = ${ETSY}`),
    z.object({ status: z.string(), error: z.string().nullable(), asked: z.number() }),
  )[0];

describe("the work on one platform", () => {
  it("lists everything that is due, two at a time", async () => {
    for (const id of [1, 2, 3, 4, 5]) await due(id);
    let [now, most] = [0, 0];
    let both = () => {};
    const two = new Promise<void>((resolve) => {
      both = resolve;
    });
    const patience = new Promise((resolve) => setTimeout(resolve, 3_000));
    stage.shop.upload.mockImplementation(async () => {
      now += 1;
      most = Math.max(most, now);
      if (now === 2) both();
      await Promise.race([two, patience]);
      now -= 1;
    });
    expect(await run()).toEqual({ problem: null });
    expect(await statuses()).toEqual(Array(5).fill("listed"));
    expect(ends).toEqual(Array(5).fill("listed"));
    expect(most).toBe(2);
    expect(stage.app.sleeps).toEqual([]);
  });

  it("waits for what becomes due within a minute, if the run has the time", async () => {
    await due(1, 60);
    await due(2, 50);
    await run();
    expect(await statuses()).toEqual(["listed", "listed"]);
    expect(stage.app.sleeps[0]).toBe(50_000);
  });

  it("leaves to the next run what becomes due later than in a minute, or after its end", async () => {
    await due(1, 60.001);
    await run();
    await stage.db.execute(sql`update listing_work set due = ${at(30)}`);
    await run({ deadline: at(29.999) });
    expect([await statuses(), stage.app.sleeps]).toEqual([["pending"], []]);
    await run({ deadline: at(30.5) });
    expect(stage.app.sleeps[0]).toBe(30_000);
  });

  it("does not begin when time is up, nor wait for what nobody may claim", async () => {
    await due(1);
    await run({ deadline: at(0) });
    await stage.db.execute(sql`update listing_work set due = ${at(5)}`);
    for (const [off, on] of [
      [
        sql`update platforms set is_active = false where id = ${ETSY}`,
        sql`update platforms set is_active = true`,
      ],
      [sql`update settings set agent_enabled = false`, sql`update settings set agent_enabled = true`],
      [
        sql`update platforms set credentials_status = 'error' where id = ${ETSY}`,
        sql`update platforms set credentials_status = 'verified'`,
      ],
    ] as const) {
      await stage.db.execute(off);
      expect(await run()).toEqual({ problem: null });
      await stage.db.execute(on);
    }
    await due(2, 1, 2);
    await stage.db.execute(sql`update listing_work set due = ${at(90)} where platform_id = ${ETSY}`);
    await run();
    expect([ends, stage.app.sleeps, stage.shop.calls]).toEqual([[], [], []]);
  });

  it("looks again in a moment when what is due is being worked on by another one", async () => {
    await due(1);
    let running: Promise<unknown> | undefined;
    const { sleep } = stage.app.world;
    await stage.db.transaction(async (tx) => {
      await tx.execute(sql`select 1 from listing_work for update`);
      const asleep = new Promise<void>((reached) => {
        stage.app.world.sleep = async (ms) => {
          await sleep(ms);
          reached();
        };
      });
      running = run();
      await asleep;
    });
    await running;
    expect(stage.app.sleeps.every((ms) => ms === 20)).toBe(true);
    expect(ends).toEqual(["listed"]);
  });

  it("ends for all workers when the platform asks to wait", async () => {
    for (const id of [1, 2, 3, 4, 5, 6]) await due(id);
    stage.shop.create.mockRejectedValue(new PlatformError("rate_limited", "Slow down.", { retryAt: at(9) }));
    expect(await run()).toEqual({ problem: null });
    expect(ends.length).toBeLessThanOrEqual(2);
    expect(ends).toContain("stop");
  });

  it("asks before it publishes where the seller wants that", async () => {
    await due(1);
    await run({ publish: "ask" });
    expect([ends, await statuses()]).toEqual([["asked"], ["action_required"]]);
  });

  it("is none without an account, and none on a platform without an interface", async () => {
    await due(1);
    await connectEtsy(stage.app, { access_token: "one" }, { account: null });
    expect(await run()).toEqual({ problem: null });
    const payhip = idOf("payhip");
    await stage.db.execute(sql`update platforms set credentials = e.credentials, account = '{}' from
      (select credentials from platforms where id = ${ETSY}) e where id = ${payhip}`);
    const sealed = await stage.app.vault.seal({ key: "k" }, "credentials:payhip");
    await stage.db.execute(
      sql`update platforms set credentials = ${sealed}, list_by_hand = false where id = ${payhip}`,
    );
    await due(2, 0, payhip);
    expect(await run({ platformId: payhip })).toEqual({ problem: null });
    expect([ends, await statuses()]).toEqual([[], ["pending", "pending"]]);
  });

  it("multiplies prices by the factor that a person gave", async () => {
    await due(1);
    await stage.db.execute(
      sql`update platforms set price_factor = '0.5', account = '{"name":"Shop","currency":"EUR","facts":{}}' where id = ${ETSY}`,
    );
    await run();
    const [row] = rows(
      await stage.db.execute(sql`select price, currency from platform_listings`),
      z.object({ price: z.number(), currency: z.string() }),
    );
    expect(row).toEqual({ price: 650, currency: "EUR" });
  });
});

describe("trouble on one platform", () => {
  it("is told in one sentence, after the other worker has finished what it has in hand", async () => {
    await due(1);
    await due(2);
    let ended = 0;
    const onEnd = async () => {
      ended += 1;
      if (ended === 1) throw new Error("secret details");
    };
    expect(await run({ onEnd })).toEqual({ problem: "The agent could not finish this platform." });
    expect([ended, await statuses()]).toEqual([2, ["listed", "listed"]]);
  });

  it("before its first call is told in the platform's words, and leaves the connection as it is", async () => {
    await due(1);
    const token = { access_token: "one", refresh_token: "r", expires_at: at(-60).toISOString() };
    await connectEtsy(stage.app, token);
    renewal(() => at(-1), fails("unreachable", "Etsy does not answer."));
    expect(await run()).toEqual({ problem: "Etsy does not answer." });
    expect(await connection()).toEqual({ status: "verified", error: null, asked: 0 });
  });

  it("because the platform knows us no more is asked about once, and is no problem of the run", async () => {
    await due(1);
    renewal(() => at(-1), fails("auth_expired", "Connect Etsy again."));
    expect(await run()).toEqual({ problem: null });
    expect(await connection()).toEqual({ status: "error", error: "Connect Etsy again.", asked: 1 });
    expect(stage.shop.calls).toEqual([]);
  });
});
