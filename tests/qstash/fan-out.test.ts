import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { slotOf } from "@/lib/qstash/fan-out";
import { changeSettings } from "@/lib/settings";
import { waitFor } from "../support/wait";
import { type House, openHouse } from "./house";
import { countOf, expectOnSaleOnce, settled } from "./settled";

let house: House;
beforeEach(async () => {
  house = await openHouse();
}, 120_000);
afterEach(async () => {
  vi.restoreAllMocks();
  await house.close();
});

const published = async () =>
  (await house.account.messages()).map(({ url, body, deduplication_id, flow }) => ({
    path: new URL(url).pathname,
    platform: z.object({ platform: z.string().nullable() }).parse(JSON.parse(body)).platform,
    deduplication_id,
    flow,
  }));
const runs = async () =>
  (await house.query("select task from agent_runs order by task", z.object({ task: z.string() }))).map(
    ({ task }) => task,
  );

describe("a schedule", () => {
  test("sends one message a platform and one for the rest, with keys of this deployment", async () => {
    await house.account.set({ deliver: "hold" });
    await house.forgetCalls();
    expect((await house.schedule("run-agent")).body).toMatchObject({ task: "run-agent", more: true });
    const own = new URL(house.url).host.replace(":", "-");
    const slot = slotOf("run-agent", house.app.world.now());
    const flow = (part: string) => ({ key: `${own}_${part}`, parallelism: 1, rate: 20, period_ms: 60_000 });
    expect(await published()).toEqual(
      ["etsy", "gumroad", null].map((platform) => ({
        path: "/api/cron/run-agent",
        platform,
        deduplication_id: `${own}_run-agent_${platform ?? "rest"}_${slot}`,
        flow: flow(platform ?? "rest"),
      })),
    );
    expect(await house.remoteCalls()).toBe(0);
    expect(await runs()).toEqual([]);
  });

  test("each task asks only platforms that it may have something to do on", async () => {
    await house.account.set({ deliver: "hold" });
    const platformsOf = async (task: "auto-list" | "sync-sales") => {
      const before = (await published()).length;
      await house.schedule(task);
      return (await published()).slice(before).map(({ platform }) => platform);
    };
    await house.query(
      "update platforms set is_active = true where name = 'payhip' returning id",
      z.unknown(),
    );
    await house.query("update platforms set is_active = false where name = 'etsy' returning id", z.unknown());
    expect(await platformsOf("auto-list")).toEqual(["gumroad", "payhip", null]);
    expect(await platformsOf("sync-sales")).toEqual(["etsy", "gumroad", null]);
    const before = (await published()).length;
    await house.schedule("expire-actions");
    expect(await published()).toHaveLength(before);
    expect(await runs()).toEqual(["expire-actions"]);
  });

  test("sends nothing while the agent is switched off", async () => {
    await changeSettings(house.app.db, { agent_enabled: false });
    expect((await house.schedule("run-agent")).body).toMatchObject({ more: false });
    expect(await published()).toEqual([]);
  });

  test("of QStash's own is taken without a body, and its retry sends nothing twice", async () => {
    const call = () => house.account.publish(`${house.url}/api/cron/auto-list`, {}, "");
    const { messageId } = await call();
    await waitFor(async () => ((await house.account.messages()).length === 4 ? true : null), 20_000);
    await settled(house);
    await house.account.control("POST", "redeliver", { ids: [messageId] });
    await settled(house);
    expect(await house.account.messages()).toHaveLength(4);
    expect(await runs()).toEqual(["auto-list:etsy", "auto-list:gumroad", "auto-list:rest"]);
    // Another occurrence is another message.
    await call();
    await waitFor(async () => ((await house.account.messages()).length === 8 ? true : null), 20_000);
    await settled(house);
  });

  test.each(["error_before", "rate_limited", "reset_after", "timeout_before"])(
    "does the work itself when QStash does not take its messages: %s",
    async (kind) => {
      vi.spyOn(console, "error").mockReturnValue();
      vi.spyOn(console, "warn").mockReturnValue();
      vi.spyOn(process.stderr, "write").mockReturnValue(true);
      await house.account.set({ deliver: "hold" });
      await house.account.control("POST", "faults", { kind, times: 9 });
      await house.manual("Knots");
      const { status, body } = await house.schedule("auto-list");
      expect([status, body]).toMatchObject([200, { counts: { listed: 2 }, more: false }]);
      await house.account.control("DELETE", "faults");
      await house.account.set({ deliver: "send" });
      await settled(house);
      await expectOnSaleOnce(house, ["Knots"]);
    },
    120_000,
  );
});

describe("a message", () => {
  test("works on its platform and nothing else", async () => {
    await house.manual("Knots");
    await house.forgetCalls();
    const url = `${house.url}/api/cron/run-agent`;
    await house.account.publish(url, { "content-type": "application/json" }, '{"platform":"gumroad"}');
    await waitFor(async () => ((await runs()).length > 0 ? true : null), 20_000);
    await waitFor(
      async () => ((await house.account.messages())[0]?.state === "delivered" ? true : null),
      60_000,
    );
    expect(await runs()).toEqual(["run-agent:gumroad"]);
    const calls = z.object({ total: z.number() }).parse(await house.markets.doors.etsy("GET", "calls"));
    expect(calls.total).toBe(0);
    expect(await countOf(house, "platform_listings where status = 'pending'")).toBe(1);
    expect(await countOf(house, "listing_work")).toBe(1);
  }, 120_000);

  test("whose attempt failed comes again under its id after twelve seconds, and is let through", async () => {
    const written = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    await house.manual("Knots");
    await house.query("alter table settings rename to settings_away", z.unknown());
    const url = `${house.url}/api/cron/auto-list`;
    await house.account.publish(url, { "content-type": "application/json" }, '{"platform":"gumroad"}');
    const attempts = async () => (await house.account.messages())[0]?.attempts ?? [];
    await waitFor(async () => ((await attempts()).length > 0 ? true : null), 20_000);
    await house.query("alter table settings_away rename to settings", z.unknown());
    written.mockRestore();
    await house.pass(13_000);
    await waitFor(async () => ((await attempts()).length > 1 ? true : null), 60_000);
    expect((await attempts()).map(({ status, retried }) => [status, retried])).toEqual([
      [500, 0],
      [200, 1],
    ]);
    expect(await countOf(house, "platform_listings where status = 'listed'")).toBe(1);
    expect(await countOf(house, "deliveries where source = 'qstash' and done_at is not null")).toBe(1);
  }, 120_000);
});

test("the slot of a call is the occurrence of its schedule, also a second early", () => {
  const at = (time: string) => new Date(`2026-11-24T${time}Z`);
  const slot = (time: string) => new Date(Number(slotOf("run-agent", at(time))) * 1000);
  expect(slot("10:00:00")).toEqual(at("10:00:00"));
  expect(slot("10:00:00.4")).toEqual(at("10:00:00"));
  expect(slot("10:29:58")).toEqual(at("10:00:00"));
  expect(slot("10:29:59.5")).toEqual(at("10:30:00"));
  expect(slot("23:59:00")).toEqual(at("23:30:00"));
});
