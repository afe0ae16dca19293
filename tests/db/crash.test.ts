import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { openDb } from "@/db/client";
import { listingOutbox } from "@/db/schema/listings";
import { script, tempFolder } from "./processes";

test("embedded: killed while it writes, again and again, no acknowledged row is lost or doubled", async () => {
  const dataDir = await tempFolder();
  const acknowledged: number[] = [];
  const pauses = [150, 400, 90, 5];
  for (const [round, pause] of pauses.entries()) {
    const writer = script("insert-forever", dataDir, String((round + 1) * 1_000_000));
    await writer.says(/^open/);
    await sleep(pause);
    await writer.kill("SIGKILL");
    acknowledged.push(...writer.lines.filter((line) => /^\d+$/.test(line)).map(Number));
  }
  const { db, close } = await openDb({ dataDir, migrate: true });
  const kept = (await db.select().from(listingOutbox)).map((row) => row.cursor);
  await close();

  expect(acknowledged.length).toBeGreaterThan(20);
  expect(acknowledged.filter((n) => !kept.includes(n))).toEqual([]);
  expect(new Set(kept).size).toBe(kept.length);
  expect(kept.length - acknowledged.length).toBeLessThanOrEqual(pauses.length);
}, 60_000);

test("embedded: killed during the very first start, the next start is whole", async () => {
  for (const pause of [0, 30, 120]) {
    const dataDir = await tempFolder();
    const first = script("hold-and-open", dataDir);
    await first.says(/^opening/);
    await sleep(pause);
    await first.kill("SIGKILL");
    const { db, close } = await openDb({ dataDir, migrate: true });
    await db.insert(listingOutbox).values({ cursor: 1 });
    expect((await db.select().from(listingOutbox)).length).toBe(1);
    await close();
  }
}, 60_000);
