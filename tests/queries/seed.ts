import type { Db } from "@/db/client";
import { actionQueue } from "@/db/schema/actions";
import { listingSteps, listingWork, platformListings } from "@/db/schema/listings";
import { manuals } from "@/db/schema/manuals";
import { platforms } from "@/db/schema/platforms";
import { agentRuns } from "@/db/schema/runs";
import { settings } from "@/db/schema/workspace";

export const now = new Date("2026-11-22T14:53:00.000Z");
const statuses = ["error", "action_required", "pending", "listed", "active", "paused", "ended"] as const;
const image = { key: "k", size: 1, sha256: "s" };

/** A small workspace: two platforms, 14 manuals, a listing of each on Etsy and of some on Gumroad. */
export async function seed(db: Db): Promise<void> {
  await db.insert(settings).values({
    workspaceKey: "test",
    basePrices: [{ max_pages: null, price: 499 }],
    autoPricing: { enabled: false, window_days: 30, min_views: 1, step_percent: 10, cooldown_days: 1 },
  });
  await db.insert(platforms).values([
    { name: "gumroad", webhookToken: "g" },
    {
      name: "etsy",
      webhookToken: "e",
      isActive: true,
      credentials: "sealed",
      credentialsStatus: "verified",
      credentialHints: [{ name: "api_key", last4: "9f3a" }],
      account: { name: "Northlight", currency: "EUR", facts: {} },
    },
  ]);
  await seedManuals(db);
  await seedListings(db);
  await seedActions(db);
  await db.insert(agentRuns).values([
    { ...run, status: "finished", finishedAt: at(-60) },
    { ...run, status: "running", leaseUntil: at(-1) },
  ]);
}

const run = {
  task: "run-agent",
  trigger: "schedule",
  createdAt: at(-70),
  startedAt: at(-70),
  leaseUntil: at(-60),
  counts: { listed: 1, synced: 0, timed_out: 0, prices: 0, actions: 0 },
};

async function seedManuals(db: Db) {
  const rows = Array.from({ length: 14 }, (_, index) => ({
    title: index === 3 ? "100% Rye_Bread" : `Manual ${index + 1}`,
    titleSource: "cover",
    titleSure: true,
    tags: index === 4 ? ["beekeeping"] : [],
    status: index === 13 ? "processing" : "processed",
    rights: index === 12 ? "unverified" : "own_work",
    price: 1299,
    currency: "USD",
    pageCount: 10,
    fileName: `file-${index + 1}.pdf`,
    fileKey: "k",
    fileSize: 3_000_000_000,
    sha256: `sha-${index}`,
    images: { etsy: [image, image], gumroad: [image], thumbnail: image },
    createdAt: at(-1000 + index),
  }));
  await db.insert(manuals).values(rows);
}

async function seedListings(db: Db) {
  const rows = Array.from({ length: 20 }, (_, index) => {
    const status = statuses[index % statuses.length] ?? "pending";
    return {
      manualId: (index % 14) + 1,
      platformId: index < 14 ? 2 : 1,
      naturalKey: `key-${index}`,
      slug: "slug",
      status,
      title: `Shown ${index + 1}`,
      tags: index === 4 ? ["beekeeping"] : [],
      platformListingId: status === "listed" || status === "active" ? `remote-${index}` : null,
      hold: index === 1 ? "provide_data:listing:2" : null,
      listedAt: status === "listed" ? at(-5) : null,
    };
  });
  await db.insert(platformListings).values(rows);
  await db.insert(listingWork).values({ listingId: 3, platformId: 2, due: at(7), step: "upload" });
  await db.insert(listingSteps).values([
    { listingId: 4, generation: 1, step: "create", fence: 1, outcome: {}, at: at(-9) },
    { listingId: 4, generation: 1, step: "verify", fence: 1, outcome: { url: "https://x" }, at: at(-8) },
    {
      listingId: 1,
      generation: 1,
      step: "upload",
      fence: 1,
      outcome: { error: "refused", message: "Too large." },
      at: at(-7),
    },
  ]);
}

async function seedActions(db: Db) {
  const action = {
    actionType: "provide_data",
    title: "Title",
    description: "Why",
    prompt: "Value",
    inputType: "text",
  };
  await db.insert(actionQueue).values([
    { ...action, cause: "a", priority: 10, createdAt: at(-50) },
    {
      ...action,
      cause: "provide_data:listing:2",
      priority: 90,
      listingId: 2,
      platformId: 2,
      createdAt: at(-49),
    },
    { ...action, cause: "c", priority: 20, expiresAt: at(60), remindedAt: at(-1), createdAt: at(-48) },
    { ...action, cause: "d", priority: 90, expiresAt: at(600), remindedAt: at(-1), createdAt: at(-47) },
    { ...action, cause: "e", priority: 90, createdAt: at(-46) },
    {
      ...action,
      cause: "f",
      inputType: "secret",
      status: "completed",
      userResponse: "hunter2",
      respondedAt: at(-3),
      createdAt: at(-45),
    },
    {
      ...action,
      cause: "g",
      status: "completed",
      userResponse: "a title",
      respondedAt: at(-2),
      createdAt: at(-44),
    },
  ]);
}

/** Minutes from `now`. */
function at(minutes: number): Date {
  return new Date(now.getTime() + minutes * 60_000);
}
