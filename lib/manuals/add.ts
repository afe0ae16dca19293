import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { manuals } from "@/db/schema/manuals";
import type { App } from "../app";
import { AppError } from "../errors";
import { isCurrency, MAX_PRICE, parseMajor } from "../money";
import { PdfFailed, PdfRefused } from "../pdf/errors";
import { pdfLimits } from "../pdf/limits";
import { inspectPdf } from "../pdf/pdf";
import { readSettings } from "../settings";
import { processManuals } from "./process";

const rights = z.enum(["own_work", "licence", "public_domain", "unverified"]);

/** Fields that may come with a file; all text, as a form sends them. Unknown names are refused. */
export const manualFields = z.strictObject({
  title: z.string().trim().min(1).max(500).optional(),
  description: z.string().trim().max(50_000).optional(),
  price: z.string().trim().optional(),
  currency: z.string().trim().toUpperCase().refine(isCurrency, "is not an ISO 4217 currency").optional(),
  language: z
    .string()
    .regex(/^[a-z]{2}$/, "is not a two-letter language code")
    .optional(),
  rights: rights.optional(),
  rights_note: z.string().trim().max(2_000).optional(),
  tags: z.string().optional(),
});

/**
 * Checks a PDF on disk and takes it in; reading it begins at once, after this returns.
 * @returns the new manual's id
 * @throws AppError `invalid` with the cause when it is not a PDF we can read, `conflict` with the id of the manual
 *   that is the same file.
 */
export async function addManual(
  app: App,
  file: { path: string; name: string; size: number; sha256: string },
  given: z.infer<typeof manualFields>,
): Promise<number> {
  const twin = await twinOf(app, file.sha256);
  if (twin !== null) {
    void processManuals(app);
    return twin;
  }
  const settings = await readSettings(app.db);
  const currency = given.currency ?? settings.currency;
  const price = given.price ? priceOf(given.price, currency) : null;
  const pageCount = await pagesOf(file.path);
  const fileKey = `manuals/${file.sha256}.pdf`;
  await app.storage.take(fileKey, file.path);
  const [made] = await app.db
    .insert(manuals)
    .values({
      title: given.title ?? titleFromName(file.name),
      titleSource: given.title ? "person" : "file_name",
      titleSure: given.title !== undefined,
      description: given.description ?? "",
      tags: given.tags ? tagsOf(given.tags) : [],
      rights: given.rights ?? "unverified",
      rightsNote: given.rights_note,
      price,
      currency,
      language: given.language,
      pageCount,
      fileName: file.name,
      fileKey,
      fileSize: file.size,
      sha256: file.sha256,
      createdAt: app.world.now(),
    })
    .onConflictDoNothing({ target: manuals.sha256 })
    .returning({ id: manuals.id });
  const id = made?.id ?? (await twinOf(app, file.sha256));
  if (id === null) throw new AppError("conflict", "This PDF was added at the same moment.");
  void processManuals(app);
  return id;
}

/**
 * The manual that is the same file, if it is to be read again because its reading failed; null when there is none.
 * @throws AppError `conflict` with its id when it is here and well.
 */
async function twinOf(app: App, sha256: string): Promise<number | null> {
  const [twin] = await app.db.select().from(manuals).where(eq(manuals.sha256, sha256));
  if (!twin) return null;
  const [again] = await app.db
    .update(manuals)
    .set({ status: "processing", attempts: 0, leaseUntil: null, errorMessage: null })
    .where(and(eq(manuals.id, twin.id), eq(manuals.status, "failed")))
    .returning({ id: manuals.id });
  if (again) return again.id;
  throw new AppError("conflict", `This PDF is already here as “${twin.title}”.`, {
    extra: { manual_id: twin.id },
  });
}

async function pagesOf(path: string): Promise<number> {
  try {
    return (await inspectPdf(path, { limits: pdfLimits })).pageCount;
  } catch (error) {
    if (error instanceof PdfRefused) {
      throw new AppError("invalid", error.message, {
        problems: [{ path: "file", message: error.message }],
        extra: { cause: error.cause },
      });
    }
    if (error instanceof PdfFailed) {
      const kind = error.cause === "time" ? "unavailable" : "invalid";
      throw new AppError(kind, error.message, { problems: [{ path: "file", message: error.message }] });
    }
    throw error;
  }
}

/** Minor units. @throws AppError `invalid`. */
export function priceOf(text: string, currency: string): number {
  const price = parseMajor(text, currency);
  if (price === null || price < 0 || price > MAX_PRICE) {
    const message = `“${text}” is not a price in ${currency}, for example 12.99.`;
    throw new AppError("invalid", message, { problems: [{ path: "price", message }] });
  }
  return price;
}

/** Tags of a comma list, without empty ones and twins. */
export function tagsOf(text: string): string[] {
  return [
    ...new Set(
      text
        .split(",")
        .map((tag) => tag.trim())
        .filter(Boolean),
    ),
  ].slice(0, 50);
}

function titleFromName(name: string): string {
  return (
    name
      .replace(/\.pdf$/i, "")
      .replace(/[_-]+/g, " ")
      .trim() || "Untitled manual"
  );
}
