import { eq } from "drizzle-orm";
import { platformListings } from "@/db/schema/listings";
import { manuals } from "@/db/schema/manuals";
import { platforms } from "@/db/schema/platforms";
import { safeName } from "./agent/plan";
import type { App } from "./app";
import { AppError } from "./errors";
import { platformByName } from "./platforms";

/**
 * A file as the platform of a listing gets it, under the right name: index 0 is the PDF, the pictures follow.
 * @throws AppError `not_found`.
 */
export async function listingFile(
  app: Pick<App, "db">,
  id: number,
  index: number,
): Promise<{ file: { key: string }; name: string; mime: string }> {
  const [row] = await app.db
    .select({ manual: manuals, overrides: platformListings.overrides, platform: platforms.name })
    .from(platformListings)
    .innerJoin(manuals, eq(manuals.id, platformListings.manualId))
    .innerJoin(platforms, eq(platforms.id, platformListings.platformId))
    .where(eq(platformListings.id, id));
  if (!row) throw new AppError("not_found", `There is no listing ${id}.`);
  const { limits } = platformByName(row.platform);
  const given = row.overrides.file ?? { key: row.manual.fileKey, name: row.manual.fileName };
  const pdf = safeName(given.name, limits.file.maxNameLength);
  if (index === 0) return { file: given, name: pdf, mime: "application/pdf" };
  const picture = row.manual.images?.[limits.images.form][index - 1];
  if (!picture || index > limits.images.max)
    throw new AppError("not_found", `Listing ${id} has no such file.`);
  return { file: picture, name: `${pdf.replace(/\.pdf$/, "")}-${index}.jpg`, mime: "image/jpeg" };
}
