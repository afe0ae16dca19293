import { afterAll, beforeAll, expect, test } from "vitest";
import type { Session } from "@/lib/platforms/platform";
import type { Cursor, Entry } from "@/lib/platforms/sales";
import { planFor } from "./files";
import { arrived } from "./journey";
import { openStage, reconnect, type Stage } from "./stage";
import type { BookLine, Subject } from "./subject";

const DAY_MS = 86_400_000;

/**
 * Entries as lib/revenue/book.ts takes them, added up by their id: of a numbered row the first word counts, of a `total`
 * the last, and each `next` is one row more up to its cap.
 */
export function toldBy(entries: readonly Entry[]): BookLine[] {
  const lines = new Map<string, BookLine>();
  const rows = new Set<string>();
  for (const { type, id, row, cap, amount, currency, quantity, remoteId } of entries) {
    const known = lines.get(`${type} ${id}`);
    const line = known ?? { type, id, amount: 0, currency, quantity: 0, remoteId };
    const sum = line.amount;
    const name = `${type} ${id} ${row}`;
    if (row === "total") line.amount = amount;
    else if (row === "next") line.amount += cap === undefined ? amount : Math.max(amount, -(cap + sum));
    else if (!rows.has(name)) {
      line.amount += amount;
      line.quantity += quantity;
    }
    rows.add(name);
    if (line.remoteId !== remoteId) line.remoteId = null;
    if (type === "sale" || line.amount !== 0) lines.set(`${type} ${id}`, line);
  }
  return inOrder([...lines.values()]);
}

export function inOrder(lines: readonly BookLine[]): BookLine[] {
  return lines.toSorted((a, b) => `${a.type} ${a.id}`.localeCompare(`${b.type} ${b.id}`));
}

/** Walks at most so many pages, the cursor through JSON after each, as it is kept between two runs. */
export async function walk(stage: Stage, from: Cursor | null, most = Number.POSITIVE_INFINITY) {
  const entries: Entry[] = [];
  let cursor = from;
  let pages = 0;
  let more = true;
  for (; more && pages < most; pages += 1) {
    const page = await poll(stage, stage.session, cursor);
    entries.push(...page.entries);
    cursor = JSON.parse(JSON.stringify(page.cursor));
    expect(cursor).toEqual(page.cursor);
    more = page.more;
    if (pages > 200) throw new Error("the walk does not come to an end");
  }
  return { entries, cursor, pages, more };
}

async function poll({ platform }: Stage, session: Session, cursor: Cursor | null) {
  if (!platform.sales)
    throw new Error(`${platform.name} cannot be asked for sales, and no deviation says so`);
  return platform.sales.poll(session, cursor);
}

/** A poll walks to the end, wherever it is broken off: no sale is missing, none is there twice. */
export function paging(subject: Subject): void {
  let stage: Stage;
  let remoteId: string;
  let orders: string[] = [];
  let perPage = 0;
  const sell = async (times: number) => {
    const made = Array.from({ length: times }, () => stage.market.sell(remoteId, 1));
    orders = [...orders, ...(await Promise.all(made))];
  };
  const books = async () => inOrder(await stage.market.sales());
  const pass = async (ms: number) => {
    await stage.market.control("POST", "clock", { advance_ms: ms });
    stage.credentials = await stage.market.credentials();
    await reconnect(stage);
  };

  beforeAll(async () => {
    stage = await openStage(subject);
    perPage = stage.market.salesPage ?? 1;
    remoteId = (await arrived(stage, await planFor(subject.platform))).remoteId;
    await sell(Math.ceil(perPage / 2));
    // Longer than any walk looks back: one that was broken off must not begin behind what it has not seen.
    await pass(30 * DAY_MS);
    await sell(Math.ceil(perPage / 2));
    await pass(DAY_MS);
    // More than a page of orders in one second, however slow this machine is.
    for (let tries = 0; tries < 5 && (await most()) <= perPage; tries += 1) await sell(perPage * 2);
    await pass(2 * DAY_MS);
    await sell(2);
  });
  afterAll(() => stage.close());
  const most = async () => {
    const perSecond = new Map<string, number>();
    const { entries } = await walk(stage, null);
    for (const { at } of entries) perSecond.set(at, (perSecond.get(at) ?? 0) + 1);
    return Math.max(0, ...perSecond.values());
  };

  test("all pages to the end tell all sales, though a page ends within a second", async () => {
    expect(await most()).toBeGreaterThan(perPage);
    const { entries, pages } = await walk(stage, null);
    expect(pages).toBeGreaterThan(3);
    expect(toldBy(entries)).toEqual(await books());
  });

  test("a page costs the calls that it says", async () => {
    const { session, network } = stage.open();
    await poll(stage, session, null);
    expect(network.sent).toHaveLength(subject.platform.sales?.need.all ?? 0);
  });

  test("a walk broken off at any page goes on from there, and from the page before", async () => {
    const { pages } = await walk(stage, null);
    for (let page = 1; page < pages; page += 1) {
      const first = await walk(stage, null, page);
      expect(first.more).toBe(true);
      const second = await walk(stage, first.cursor);
      expect(toldBy([...first.entries, ...second.entries])).toEqual(await books());
      await stage.market.control("POST", "faults", { kind: page % 2 ? "truncated" : "error_before" });
      await stage.failureOf(walk(stage, first.cursor));
      const again = await walk(stage, first.cursor);
      expect(toldBy([...first.entries, ...again.entries])).toEqual(await books());
    }
  });

  test("sales made while a walk is on its way are told by it or by the next", async () => {
    const first = await walk(stage, null, 1);
    await sell(perPage + 1);
    const second = await walk(stage, first.cursor);
    await sell(1);
    const third = await walk(stage, second.cursor);
    expect(toldBy([...first.entries, ...second.entries, ...third.entries])).toEqual(await books());
  });

  test("the cursor of an earlier walk finds what is new, in the same second too, and ends", async () => {
    const before = await walk(stage, null);
    await sell(3);
    const next = await walk(stage, before.cursor);
    expect(toldBy([...before.entries, ...next.entries])).toEqual(await books());
    const idle = await walk(stage, next.cursor);
    expect(toldBy([...before.entries, ...next.entries, ...idle.entries])).toEqual(await books());
  });

  test("a refund is told by the next walk, in parts and whole, though the sale was two days and some sales ago", async () => {
    const [whole = "", parts = ""] = orders.slice(-2);
    await pass(2 * DAY_MS);
    await sell(2);
    const before = await walk(stage, null);
    await stage.market.refund(whole);
    await stage.market.refund(parts, 301);
    const next = await walk(stage, before.cursor);
    await pass(60_000);
    await stage.market.refund(parts, 99);
    const last = await walk(stage, next.cursor);
    const told = toldBy([...before.entries, ...next.entries, ...last.entries]);
    expect(told).toEqual(await books());
    expect(told.filter(({ type }) => type === "refund")).toHaveLength(2);
  });

  test("after ten quiet days the cursor still finds the next sale, and reads no more than it must", async () => {
    const before = await walk(stage, null);
    await pass(10 * DAY_MS);
    await sell(1);
    const next = await walk(stage, before.cursor);
    const told = toldBy([...before.entries, ...next.entries]);
    expect(told).toEqual(await books());
    const later = await walk(stage, next.cursor);
    expect(later.pages).toBe(1);
    expect(later.entries.length).toBeLessThanOrEqual(perPage);
  });
}
