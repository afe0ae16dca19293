import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { waitFor } from "../support/wait";
import { type House, openHouse } from "./house";
import { countOf, settled } from "./settled";

const HOUR = 3_600_000;

let house: House;
beforeEach(async () => {
  house = await openHouse();
}, 120_000);
afterEach(async () => {
  vi.restoreAllMocks();
  await house.close();
});

/** Nothing is due before so long from now. */
const postpone = (ms: number) =>
  house.query(
    `update listing_work set due = '${new Date(house.app.world.now().getTime() + ms).toISOString()}' returning listing_id`,
    z.unknown(),
  );
const wakeUps = async () => (await house.account.messages()).filter(({ url }) => url.endsWith("/auto-list"));
/** Runs Gumroad's part of the cycle, which finds what is there. */
async function run() {
  const before = await countOf(house, "deliveries where source = 'qstash' and done_at is not null");
  const url = `${house.url}/api/cron/run-agent`;
  await house.account.publish(url, { "content-type": "application/json" }, '{"platform":"gumroad"}');
  await waitFor(async () => {
    const done = await countOf(house, "deliveries where source = 'qstash' and done_at is not null");
    return done > before ? true : null;
  }, 60_000);
}
/** A listing for Gumroad alone, planned and due in an hour. */
async function planned() {
  await house.query("update platforms set is_active = false where name = 'etsy' returning id", z.unknown());
  await house.account.set({ deliver: "lose" });
  await house.manual("Knots");
  await house.schedule("auto-list");
  await house.account.set({ deliver: "send" });
  await postpone(HOUR);
}
const listed = () => countOf(house, "platform_listings where status = 'listed'");

test("work that is due later gets one message for its moment, however many runs find it", async () => {
  await planned();
  const lost = (await wakeUps()).length;
  await run();
  await run();
  // Longer than QStash remembers.
  await house.pass(11 * 60_000);
  await run();
  const made = (await wakeUps()).slice(lost);
  expect(made).toMatchObject([{ body: '{"platform":"gumroad"}', state: "pending" }]);
  const [due] = await house.query(
    "select extract(epoch from due)::float as due from listing_work",
    z.object({ due: z.number() }),
  );
  expect(made[0]?.due_ms).toBe(Math.ceil(due?.due ?? 0) * 1_000);
  expect(await listed()).toBe(0);
  await house.pass(HOUR + 2_000);
  await settled(house);
  expect(await listed()).toBe(1);
}, 180_000);

test("a wake-up that was lost is made good by the next schedule", async () => {
  await planned();
  await run();
  const before = await house.account.messages();
  for (const { id, state } of before)
    if (state === "pending") await house.account.api("DELETE", `messages/${id}`);
  await house.pass(HOUR + 2_000);
  await new Promise((done) => setTimeout(done, 500));
  expect(await listed()).toBe(0);
  await house.schedule("auto-list");
  await settled(house);
  expect(await listed()).toBe(1);
}, 180_000);

test("a wake-up that cannot be sent harms nothing", async () => {
  await planned();
  vi.spyOn(console, "error").mockReturnValue();
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
  await house.account.control("POST", "faults", { kind: "error_before", match: { path: "batch" }, times: 5 });
  await run();
  const answers = house.answers.filter(({ signed }) => signed);
  expect(answers.map(({ status }) => status)).toEqual([200]);
}, 180_000);

test("nobody is woken for what is days away, or for what is due and cannot be done", async () => {
  await planned();
  const lost = (await wakeUps()).length;
  await postpone(25 * HOUR);
  await run();
  await postpone(-1_000);
  await house.query(
    "update platforms set credentials = 'damaged' where name = 'gumroad' returning id",
    z.unknown(),
  );
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
  await run();
  expect((await wakeUps()).slice(lost)).toEqual([]);
}, 180_000);
