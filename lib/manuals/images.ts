import { eq } from "drizzle-orm";
import { manuals, type StoredFile } from "@/db/schema/manuals";
import type { App } from "../app";
import { AppError } from "../errors";

/**
 * A picture of a manual. Index 0 is the cover, the others are previews; there is one thumbnail.
 * @throws AppError `not_found` when the manual is unknown, or has no such picture (yet).
 */
export async function manualImage(
  app: Pick<App, "db">,
  id: number,
  index: number,
  form: "thumbnail" | "etsy" | "gumroad",
): Promise<StoredFile> {
  const [row] = await app.db.select({ images: manuals.images }).from(manuals).where(eq(manuals.id, id));
  if (!row) throw new AppError("not_found", `There is no manual ${id}.`);
  const pictures = form === "thumbnail" ? [row.images?.thumbnail] : (row.images?.[form] ?? []);
  const picture = pictures[index];
  if (!picture) throw new AppError("not_found", `Manual ${id} has no such picture.`);
  return picture;
}
