import { sql } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Db } from "@/db/client";
import { AppError } from "@/lib/errors";
import {
  basePrice,
  changeSettings,
  readSettings,
  settingsJson,
  settingsPatch,
  settingsSchema,
} from "@/lib/settings";
import { ensureWorkspace } from "@/lib/workspace";
import { opener } from "../support/database";

describe("settings", () => {
  const open = opener("pg");
  let db: Db;
  beforeAll(async () => {
    db = (await open()).db;
  });
  beforeEach(async () => {
    await db.execute(sql`delete from settings`);
    await ensureWorkspace(db);
  });

  it("of a new workspace are the documented ones, in major units", async () => {
    const json = settingsJson(await readSettings(db));
    expect(settingsSchema.parse(json)).toMatchObject({
      agent_enabled: true,
      publish: "auto",
      renew: "ask",
      currency: "USD",
      time_zone: "UTC",
      base_prices: [
        { max_pages: 20, price: 4.99 },
        { max_pages: 60, price: 9.99 },
        { max_pages: 150, price: 14.99 },
        { max_pages: null, price: 19.99 },
      ],
    });
  });

  it.each([
    [1, 499],
    [20, 499],
    [21, 999],
    [60, 999],
    [61, 1499],
    [150, 1499],
    [151, 1999],
    [9_999, 1999],
  ])("a manual of %i pages costs %i cents", async (pages, cents) => {
    expect(basePrice((await readSettings(db)).basePrices, pages)).toBe(cents);
  });

  it("change one by one, and nothing else with them", async () => {
    const before = await readSettings(db);
    const after = await changeSettings(db, { publish: "ask" });
    expect(after).toEqual({ ...before, publish: "ask" });
    expect(await changeSettings(db, { time_zone: "Europe/Berlin" })).toEqual({
      ...after,
      timeZone: "Europe/Berlin",
    });
  });

  it.each([
    { colour: "red" },
    { publish: "maybe" },
    { currency: "usd" },
    { time_zone: "Mars/Base" },
    { base_prices: [] },
    { base_prices: [{ max_pages: 0, price: 1 }] },
    { base_prices: [{ max_pages: null, price: -1 }] },
    { auto_pricing: { enabled: true } },
  ])("%j does not fit", (patch) => {
    expect(settingsPatch.safeParse(patch).success).toBe(false);
  });

  it.each([
    [
      [
        { max_pages: 20, price: 1 },
        { max_pages: 20, price: 2 },
      ],
      "base_prices.1.max_pages",
    ],
    [
      [
        { max_pages: null, price: 1 },
        { max_pages: 30, price: 2 },
      ],
      "base_prices.1.max_pages",
    ],
    [[{ max_pages: null, price: 1.999 }], "base_prices.0.price"],
  ])("steps that make no sense are refused and change nothing: %j", async (base_prices, path) => {
    const before = await readSettings(db);
    const error = await changeSettings(db, { base_prices, publish: "ask" }).catch((thrown) => thrown);
    expect(error instanceof AppError && [error.kind, error.details.problems?.[0]?.path]).toEqual([
      "invalid",
      path,
    ]);
    expect(await readSettings(db)).toEqual(before);
  });

  it("prices are read in the currency that is set with them", async () => {
    const yen = await changeSettings(db, { currency: "JPY", base_prices: [{ max_pages: null, price: 500 }] });
    expect(yen.basePrices).toEqual([{ max_pages: null, price: 500 }]);
    await expect(changeSettings(db, { base_prices: [{ max_pages: null, price: 4.99 }] })).rejects.toThrow(
      /4\.99 is not an amount of JPY/,
    );
  });

  it("a new currency keeps the numbers of the prices, or is refused where they are no amounts of it", async () => {
    const euros = await changeSettings(db, { currency: "EUR" });
    expect(settingsJson(euros).base_prices[0]).toEqual({ max_pages: 20, price: 4.99 });
    await expect(changeSettings(db, { currency: "JPY" })).rejects.toThrow(/4\.99 is not an amount of JPY/);
    expect((await readSettings(db)).currency).toBe("EUR");
    expect(settingsJson(await changeSettings(db, { currency: "KWD" })).base_prices[0]?.price).toBe(4.99);
  });
});
