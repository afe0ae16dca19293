import { sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { platformListings } from "@/db/schema/listings";
import { manuals } from "@/db/schema/manuals";
import { platforms } from "@/db/schema/platforms";
import { priceChanges } from "@/db/schema/revenue";
import { settings } from "@/db/schema/workspace";
import type { Entry } from "@/lib/platforms/sales";
import { bookPage } from "@/lib/revenue/book";
import { ensureWorkspace } from "@/lib/workspace";

export const titles = ["Clock Repair Tables", "Knots and Splices", "Bread in Numbers", "Lathe Handbook"];

const image = { key: "k", size: 1, sha256: "s" };

/** A line as it was put into the ledger: what screens show must follow from these alone. */
export interface Line extends Entry {
  platform: "etsy" | "gumroad" | "payhip";
  /** Days before `now`, 0 for today. */
  ago: number;
}

/**
 * A workspace that sells: Etsy and Gumroad connected, Payhip by hand, four manuals live on each, prices that fell,
 * and a ledger of 400 days (UTC). The agent is off, so that nothing changes by itself. @returns the ledger's lines.
 */
export async function seedShop(db: Db, now: Date, lines = ledger(now)): Promise<Line[]> {
  await ensureWorkspace(db);
  await db.update(settings).set({ agentEnabled: false });
  await db.update(platforms).set({ isActive: true });
  await db
    .update(platforms)
    .set({ credentials: "sealed", credentialsStatus: "verified", lastSync: now, syncStatus: "synced" })
    .where(sql`not list_by_hand`);
  await seedListings(db, now);
  const ids = new Map((await db.select().from(platforms)).map(({ id, name }) => [name, id]));
  for (const [name, platformId] of ids) {
    const entries = lines.filter(({ platform }) => platform === name);
    if (entries.length > 0) await bookPage(db, { platformId, entries, at: now });
  }
  return lines;
}

async function seedListings(db: Db, now: Date): Promise<void> {
  const made = titles.map((title, index) => ({
    title,
    titleSource: "cover",
    titleSure: true,
    status: "processed",
    rights: "own_work",
    price: 1299,
    currency: "USD",
    pageCount: 40,
    fileName: `${index}.pdf`,
    fileKey: "k",
    fileSize: 1_000_000,
    sha256: `sha-${index}`,
    images: { etsy: [image], gumroad: [image], thumbnail: image },
    createdAt: before(now, 90),
  }));
  await db.insert(manuals).values(made);
  const all = await db.select().from(platforms).orderBy(platforms.id);
  const rows = all.flatMap(({ id, name }) =>
    titles.map((title, index) => ({
      manualId: index + 1,
      platformId: id,
      naturalKey: `${name}-${index}`,
      slug: "slug",
      status: "listed",
      title,
      price: 1299 - 100 * index,
      currency: "USD",
      platformListingId: `${name}-${index}`,
      views: name === "etsy" ? 40 + index : null,
      favorites: name === "etsy" ? 3 + index : null,
      listedAt: before(now, index === 3 ? 10 : 80),
    })),
  );
  await db.insert(platformListings).values(rows);
  await db.insert(priceChanges).values([
    { ...change(1499, 1399), at: before(now, 40), appliedAt: before(now, 40) },
    { ...change(1399, 1299), at: before(now, 2) },
  ]);
}

function change(priceBefore: number, priceAfter: number) {
  return { listingId: 1, priceBefore, priceAfter, currency: "USD", views: 44 };
}

/** Sales of every few days, bigger at times, with refunds: one day has nothing but a refund. */
function ledger(now: Date): Line[] {
  const lines: Line[] = [];
  const add = (platform: Line["platform"], ago: number, change: Partial<Line>) => {
    const index = lines.length % titles.length;
    lines.push({
      ...{
        platform,
        ago,
        type: "sale",
        id: `t-${lines.length}`,
        row: 0,
        amount: 1299,
        fee: 131,
        quantity: 1,
      },
      ...{ currency: "USD", basis: platform === "gumroad" ? "reported" : "estimated" },
      ...{ at: dayStart(now, ago), remoteId: `${platform}-${index}`, title: titles[index] ?? null },
      ...change,
    });
  };
  for (let ago = 400; ago >= 0; ago -= 1) {
    if (ago === 5) continue;
    const rise = ago < 30 ? 3 : ago < 60 ? 2 : 1;
    for (let sold = 0; sold < ((ago * 7) % 5) * rise; sold += 1) add("etsy", ago, {});
    if (ago % 2 === 0) add("gumroad", ago, { amount: 1099 + 100 * (ago % 7), fee: 160, quantity: 1 });
    if (ago % 6 === 1) add("payhip", ago, { amount: 2598, fee: 170, quantity: 2 });
  }
  add("gumroad", 5, { type: "refund", amount: -2900, fee: -120, quantity: 0, basis: "estimated" });
  add("etsy", 0, { type: "refund", amount: -1299, fee: 0, quantity: 0 });
  add("gumroad", 45, { type: "refund", amount: -1099, fee: 0, quantity: 0, basis: "estimated" });
  add("gumroad", 1, { remoteId: "nobody-knows", title: "An old bundle" });
  add("gumroad", 2, { amount: 1000, fee: 130, currency: "EUR" });
  return lines;
}

/** The first moment of a day of UTC, so that today's is never in the future. */
function dayStart(now: Date, ago: number): string {
  return `${before(now, ago).toISOString().slice(0, 10)}T00:00:00.000Z`;
}

function before(now: Date, days: number): Date {
  return new Date(now.getTime() - days * 86_400_000);
}
