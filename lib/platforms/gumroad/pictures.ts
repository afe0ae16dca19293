import { createHash } from "node:crypto";
import { PlatformError } from "../../errors";
import type { Job, PlannedFile, Session } from "../platform";
import { call } from "./client";
import { expectProduct, pathOf } from "./products";
import { directUploadAnswer, doneAnswer } from "./schemas";
import { put } from "./storage";

/** Covers a product may carry (preview.rb). */
export const maxCovers = 8;

/**
 * Covers in the plan's order, then the thumbnail: each a direct upload, a PUT of its bytes and a POST.
 * Repeated, it counts the covers that are there and sends those behind them.
 */
export async function enrich(session: Session, job: Job): Promise<void> {
  const seen = job.fresh ? null : await expectProduct(session, job.remoteId);
  const covers = job.plan.images.slice(0, maxCovers).slice(seen?.covers.length ?? 0);
  for (const image of covers) await show(session, job, image, "covers");
  if (job.plan.thumbnail && !seen?.thumbnail_url) await show(session, job, job.plan.thumbnail, "thumbnail");
}

async function show(
  session: Session,
  job: Job,
  image: PlannedFile,
  as: "covers" | "thumbnail",
): Promise<void> {
  const signed_blob_id = await store(session, image);
  const path = `${pathOf(job.remoteId)}/${as}`;
  await call(session, doneAnswer, { method: "POST", path, body: { signed_blob_id } });
}

async function store(session: Session, image: PlannedFile): Promise<string> {
  if (!["image/jpeg", "image/png", "image/gif"].includes(image.mime)) {
    const sentence = `Gumroad takes pictures as JPEG, PNG or GIF, not ${image.mime}.`;
    throw new PlatformError("refused", sentence, { field: "images" });
  }
  const bytes = await session.open(image);
  const checksum = createHash("md5")
    .update(new Uint8Array(await bytes.arrayBuffer()))
    .digest("base64");
  const { signed_id, direct_upload } = await call(session, directUploadAnswer, {
    method: "POST",
    path: "/v2/direct_uploads",
    body: {
      blob: {
        // Gumroad's help article 60: `# $ _ + & ; : %` in a picture's name cause trouble.
        filename: image.name.replace(/[^A-Za-z0-9.-]+/g, "-"),
        byte_size: bytes.size,
        checksum,
        content_type: image.mime,
      },
    },
  });
  await put(session, direct_upload.url, bytes.slice(), direct_upload.headers);
  return signed_id;
}
