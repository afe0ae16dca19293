import { and, eq, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { rows } from "@/db/rows";
import { type ManualImages, manuals, type StoredFile } from "@/db/schema/manuals";
import { askForRights } from "../action-queue/workspace-asks";
import type { App } from "../app";
import { log } from "../log";
import { PdfFailed, PdfRefused } from "../pdf/errors";
import { pdfLimits } from "../pdf/limits";
import { type PdfFacts, type PdfImage, readPdf } from "../pdf/pdf";
import { basePrice, readSettings } from "../settings";
import { measure } from "../storage";

/** A reading that broke off for other reasons than the file's is begun again this often. A killed server does not count. */
const MAX_ATTEMPTS = 3;
const RETRY_MS = 10_000;
const brokenOff = "This PDF could not be read. The log of the server says why.";

const slot = Symbol.for("passive-income.processing");
const shared = globalThis as { [slot]?: Promise<void> };

/** Reads every manual that is due, one after the other; at most one such pass runs in a process. */
export function processManuals(app: App): Promise<void> {
  const pass = (shared[slot] ?? Promise.resolve())
    .then(() => drain(app))
    .catch((error) => log("processing_failed", { error }));
  shared[slot] = pass;
  return pass;
}

async function drain(app: App): Promise<void> {
  for (let claimed = await claim(app); claimed; claimed = await claim(app)) {
    await processOne(app, claimed);
    app.wake();
  }
}

const claimedRow = z.object({ id: z.number(), attempts: z.number() });

async function claim(app: App) {
  const now = app.world.now();
  const until = new Date(now.getTime() + pdfLimits.readMs + 60_000);
  const statement = sql`update manuals set lease_until = ${until}
    where id = (select id from manuals where ${unread(now)}
      order by id limit 1 for update skip locked) returning id, attempts`;
  return rows(await app.db.execute(statement), claimedRow)[0];
}

/** Manuals that wait to be read, and in nobody's hands. */
export function unread(now: Date): SQL {
  return sql`status = 'processing' and (lease_until is null or lease_until <= ${now})`;
}

async function processOne(app: App, { id, attempts }: z.infer<typeof claimedRow>): Promise<void> {
  const [manual] = await app.db.select().from(manuals).where(eq(manuals.id, id));
  if (!manual) return;
  const scratch = await app.storage.scratch();
  try {
    const file = await app.storage.path(manual.fileKey);
    const facts = await readPdf(file, scratch.dir, { fileName: manual.fileName, limits: pdfLimits });
    const images = await keepImages(app, manual.sha256, facts);
    await finish(app, id, facts, images);
  } catch (error) {
    log("manual_failed", { manual: id, error });
    if (error instanceof PdfRefused) await fail(app, id, error.message);
    else if (attempts + 1 < MAX_ATTEMPTS) await postpone(app, id);
    else await fail(app, id, error instanceof PdfFailed ? error.message : brokenOff);
  } finally {
    await scratch.remove();
  }
}

/** Facts, price and intents are one transaction: a manual is never processed without being on its way. */
async function finish(app: App, id: number, facts: PdfFacts, images: ManualImages): Promise<void> {
  const settings = await readSettings(app.db);
  const at = app.world.now();
  await app.db.transaction(async (tx) => {
    // Read again: a person may have changed it meanwhile.
    const [manual] = await tx.select().from(manuals).where(eq(manuals.id, id)).for("update");
    if (!manual) return;
    const [done] = await tx
      .update(manuals)
      .set({
        status: "processed",
        errorMessage: null,
        leaseUntil: null,
        processedAt: at,
        pageCount: facts.pageCount,
        hasText: facts.hasText,
        language: manual.language ?? facts.language,
        images,
        price:
          manual.price ??
          (manual.currency === settings.currency ? basePrice(settings.basePrices, facts.pageCount) : 0),
        ...(manual.titleSource === "person"
          ? {}
          : { title: facts.title.value, titleSource: facts.title.source, titleSure: facts.title.sure }),
      })
      .where(and(eq(manuals.id, manual.id), eq(manuals.status, "processing")))
      .returning({ id: manuals.id });
    if (!done) return;
    await tx.execute(sql`insert into listing_outbox (manual_id) values (${manual.id})`);
    if (manual.rights === "unverified") await askForRights(tx, at);
  });
}

async function keepImages(app: App, sha256: string, facts: PdfFacts): Promise<ManualImages> {
  const keep = async (image: PdfImage, name: string): Promise<StoredFile> => {
    const { size, sha256: own } = await measure(image.file);
    const key = `images/${sha256}/${name}.jpg`;
    await app.storage.take(key, image.file);
    return { key, size, sha256: own, width: image.width, height: image.height };
  };
  const pictures = [facts.cover, ...facts.previews];
  const form = (name: "etsy" | "gumroad") =>
    Promise.all(pictures.map((pair, index) => keep(pair[name], `${name}-${index}`)));
  return {
    etsy: await form("etsy"),
    gumroad: await form("gumroad"),
    thumbnail: await keep(facts.thumbnail, "thumbnail"),
  };
}

async function postpone(app: App, id: number): Promise<void> {
  await app.db
    .update(manuals)
    .set({
      attempts: sql`${manuals.attempts} + 1`,
      leaseUntil: new Date(app.world.now().getTime() + RETRY_MS),
    })
    .where(and(eq(manuals.id, id), eq(manuals.status, "processing")));
}

async function fail(app: App, id: number, sentence: string): Promise<void> {
  await app.db
    .update(manuals)
    .set({ status: "failed", errorMessage: sentence, leaseUntil: null })
    .where(and(eq(manuals.id, id), eq(manuals.status, "processing")));
}
