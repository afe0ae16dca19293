import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import sharp from "sharp";
import type { Db } from "@/db/client";
import { manuals, type StoredFile } from "@/db/schema/manuals";
import type { App } from "@/lib/app";
import { realWorld } from "@/lib/app";
import { folderStorage, measure } from "@/lib/storage";
import { parseTiming, type Timing } from "@/lib/timing";
import { makeVault } from "@/lib/vault";
import { ensureWorkspace } from "@/lib/workspace";

/** Small waits for tests against stand-ins; the inequalities hold. */
export const quickTiming: Timing = parseTiming(
  JSON.stringify({
    read_ms: 600,
    create_ms: 700,
    upload_bytes_per_s: 2_000_000,
    settle_ms: 900,
    list_lag_ms: 100,
    lease_ms: 2_500,
    backoff_ms: [100, 200, 400],
    budget: "none",
  }),
);

export interface TestApp extends App {
  remove(): void;
}

/** An app on a test's database, with files in a temporary folder. */
export async function testApp(
  db: Db,
  origins: Record<string, string>,
  change: Partial<App> = {},
): Promise<TestApp> {
  await ensureWorkspace(db);
  const dir = mkdtempSync(join(tmpdir(), "app-"));
  return {
    db,
    vault: makeVault([{ id: "k1", key: new Uint8Array(32).fill(7) }]),
    storage: folderStorage(join(dir, "files")),
    world: realWorld,
    timing: quickTiming,
    origins,
    tokenUrls: origins.etsy ? { etsy: `${origins.etsy}/v3/public/oauth/token` } : {},
    maxUploadBytes: 50_000_000,
    wake() {},
    remove: () => rmSync(dir, { recursive: true, force: true }),
    ...change,
  };
}

/** A processed manual of small real files, with its intents written. @returns its id. */
export async function seedManual(
  app: App,
  title: string,
  change: Partial<typeof manuals.$inferInsert> = {},
): Promise<number> {
  const slug = title.toLowerCase().replace(/\W+/g, "-");
  const picture = await keep(
    app,
    `images/${slug}.jpg`,
    await sharp({ create: { width: 640, height: 640, channels: 3, background: "#246" } })
      .jpeg()
      .toBuffer(),
  );
  const file = await keep(app, `manuals/${slug}.pdf`, Buffer.from(`%PDF-1.7\n% ${title}\n%%EOF\n`));
  const [made] = await app.db
    .insert(manuals)
    .values({
      title,
      titleSource: "cover",
      titleSure: true,
      description: "How it works.\n\nWith tables.",
      tags: ["workshop", "tables"],
      status: "processed",
      rights: "own_work",
      price: 1299,
      currency: "USD",
      pageCount: 12,
      hasText: true,
      language: "en",
      fileName: `${slug}.pdf`,
      fileKey: file.key,
      fileSize: file.size,
      sha256: file.sha256,
      images: { etsy: [picture], gumroad: [picture], thumbnail: picture },
      ...change,
    })
    .returning({ id: manuals.id });
  if (!made) throw new Error("no manual");
  await app.db.execute(sql`insert into listing_outbox (manual_id) values (${made.id})`);
  return made.id;
}

async function keep(app: App, key: string, bytes: Buffer): Promise<StoredFile> {
  const scratch = await app.storage.scratch();
  const path = join(scratch.dir, "file");
  writeFileSync(path, bytes);
  const { size, sha256 } = await measure(path);
  await app.storage.take(key, path);
  await scratch.remove();
  return { key, size, sha256, width: 640, height: 640 };
}
