import { sql } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import type { OpenedDb } from "@/db/client";
import { rows } from "@/db/rows";
import { forgetOldDeliveries, once } from "@/lib/qstash/deliveries";
import { opener } from "../support/database";
import { waitFor } from "../support/wait";

const open = opener("pg");
let opened: OpenedDb;
let offset = 0;
let message = 0;
beforeAll(async () => {
  opened = await open({ maxConnections: 8 });
});
beforeEach(() => {
  offset = 0;
  message += 1;
});

const deliver = <T>(work: () => Promise<T>, id = `msg_${message}`) => {
  const world = {
    fetch,
    random: Math.random,
    now: () => new Date(Date.now() + offset),
    sleep: (ms: number) => new Promise<void>((done) => setTimeout(done, Math.min(ms, 20))),
  };
  return once({ db: opened.db, world }, { source: "qstash", id }, work);
};
const stored = async () =>
  rows(
    await opened.db.execute(sql`select running_until as until, done_at as done from deliveries
      where delivery_id = ${`msg_${message}`}`),
    z.object({ until: z.date(), done: z.date().nullable() }),
  );
/** Work that ends when it is told to. */
function held() {
  let end: (how: "well" | "badly") => void = () => {};
  let begun = 0;
  const ended = new Promise<"well" | "badly">((done) => {
    end = done;
  });
  return {
    end: (how: "well" | "badly") => end(how),
    begun: () => begun,
    async work() {
      begun += 1;
      if ((await ended) === "badly") throw new Error("it broke");
      return "done";
    },
  };
}
const begun = (one: ReturnType<typeof held>) => waitFor(async () => (one.begun() > 0 ? true : null), 10_000);

describe("a message", () => {
  test("is worked on once, whatever number of times it comes after that", async () => {
    const work = vi.fn(async () => "done");
    expect(await deliver(work)).toBe("done");
    for (let copy = 0; copy < 4; copy += 1) expect(await deliver(work)).toBeNull();
    expect(work).toHaveBeenCalledTimes(1);
    expect(await stored()).toEqual([{ until: expect.any(Date), done: expect.any(Date) }]);
  });

  test("that comes twenty times at once is worked on once, and all wait for its end", async () => {
    const one = held();
    const all = Array.from({ length: 20 }, () => deliver(one.work));
    await begun(one);
    one.end("well");
    const results = await Promise.all(all);
    expect(results.filter((result) => result === "done")).toHaveLength(1);
    expect(results.filter((result) => result === null)).toHaveLength(19);
    expect(one.begun()).toBe(1);
  });

  test("whose attempt failed is let through when it comes again, and so is one that waited for it", async () => {
    const first = held();
    const failing = deliver(first.work);
    await begun(first);
    const work = vi.fn(async () => "done");
    const waiting = deliver(work);
    first.end("badly");
    await expect(failing).rejects.toThrow("it broke");
    expect(await waiting).toBe("done");
    expect(await deliver(work)).toBeNull();
    const again = () => deliver(() => Promise.reject(new Error("again")), `other_${message}`);
    await expect(again()).rejects.toThrow("again");
    await expect(again()).rejects.toThrow("again");
    expect(await deliver(work, `other_${message}`)).toBe("done");
  });

  test("whose attempt died without a word is let through when its lease is over", async () => {
    await opened.db.execute(sql`insert into deliveries (source, delivery_id, running_until)
      values ('qstash', ${`msg_${message}`}, ${new Date(Date.now() + 10_000)})`);
    const work = vi.fn(async () => "done");
    const waiting = deliver(work);
    await new Promise((done) => setTimeout(done, 200));
    expect(work).not.toHaveBeenCalled();
    offset = 11_000;
    expect(await waiting).toBe("done");
  });

  test("whose attempt outlives a whole lease is left to it", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    const first = held();
    const running = deliver(first.work);
    await begun(first);
    const before = (await stored())[0]?.until ?? new Date(0);
    offset = 20_000;
    vi.advanceTimersByTime(10_000);
    vi.useRealTimers();
    await waitFor(async () => (((await stored())[0]?.until ?? before) > before ? true : null), 10_000);
    const work = vi.fn(async () => "twice");
    const beside = deliver(work);
    await new Promise((done) => setTimeout(done, 100));
    await opened.db.execute(sql`update deliveries set running_until = running_until + interval '1 minute'
      where delivery_id = ${`msg_${message}`}`);
    offset = 55_000;
    expect(await beside).toBeNull();
    expect(work).not.toHaveBeenCalled();
    first.end("well");
    expect(await running).toBe("done");
    expect((await stored())[0]?.done).not.toBeNull();
  });

  test("is forgotten after a week, not before", async () => {
    await deliver(async () => "done");
    const forget = () =>
      forgetOldDeliveries({
        db: opened.db,
        world: {
          fetch,
          random: Math.random,
          sleep: async () => {},
          now: () => new Date(Date.now() + offset),
        },
      });
    offset = 6 * 86_400_000;
    await forget();
    expect(await stored()).toHaveLength(1);
    offset = 7 * 86_400_000 + 60_000;
    await forget();
    expect(await stored()).toHaveLength(0);
  });
});
