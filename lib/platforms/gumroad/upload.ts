import { PlatformError } from "../../errors";
import type { Job, Notes, Session } from "../platform";
import { ask, call } from "./client";
import { contentOf, embeddedIds, factsOf, ourFile, showsFacts } from "./mapping";
import { expectProduct, pathOf, takeOffSale } from "./products";
import { abortAnswer, completeAnswer, presignAnswer, productAnswer } from "./schemas";
import { put } from "./storage";

/** Bytes of every part but the last: Gumroad cuts there (files_controller.rb). */
export const partSize = 104_857_600;

/** The file's own name in a request; Gumroad replaces it by its id. */
const temporaryId = "manual";

/**
 * Presign, PUT of each part, complete, PUT of the product with the file and its embed.
 * What the presign returned is noted before the first byte; a part's receipt before the next part.
 * Repeated, it looks first: texts and price that differ are sent; file there and shown: nothing to do; there but not
 * shown: only shown; else sent.
 * @throws PlatformError `uncertain` when `complete` may have worked: it can be called once only, so a repeat starts anew.
 */
export async function upload(session: Session, job: Job): Promise<void> {
  if ((!job.fresh || typeof job.notes.upload_id === "string") && (await deliveredAlready(session, job)))
    return;
  const url = storedUrl(job) ?? (await store(session, job));
  await attach(session, job, url);
}

/** Looks at the product before anything is sent again; at most one call mends it. */
async function deliveredAlready(session: Session, job: Job): Promise<boolean> {
  const product = await expectProduct(session, job.remoteId);
  const file = replaces(job) ? undefined : ourFile(product, job.plan);
  // On sale without a file: a buyer would pay for nothing while it goes up.
  if (!file && product.published) await takeOffSale(session, job.remoteId);
  if (!job.fresh && !showsFacts(product, job.plan)) {
    const request = { method: "PUT" as const, path: pathOf(job.remoteId), body: factsOf(job.plan) };
    await call(session, productAnswer, request);
  }
  if (!file) return false;
  if (!embeddedIds(product.rich_content).has(file.id)) {
    const body = { rich_content: contentOf(file.id, job.plan.key) };
    await call(session, productAnswer, { method: "PUT", path: pathOf(job.remoteId), body });
  }
  return true;
}

/** The product may carry a file that went up before this one was planned, perhaps of the same name and size. */
function replaces({ notes, plan }: Job): boolean {
  return notes.replaced === false || (typeof notes.sha256 === "string" && notes.sha256 !== plan.file.sha256);
}

/** Where this very file lies after a completed upload; Gumroad never tells again. */
function storedUrl({ notes, plan }: Job): string | null {
  const ours = notes.completed === true && notes.sha256 === plan.file.sha256;
  return ours && typeof notes.file_url === "string" ? notes.file_url : null;
}

async function store(session: Session, job: Job): Promise<string> {
  const { file } = job.plan;
  const bytes = await session.open(file);
  if (bytes.size !== file.size) {
    const sentence = "The file is not the one that was prepared for this listing.";
    throw new PlatformError("refused", sentence, { field: "file" });
  }
  await abortKnown(session, job);
  const { upload_id, key, file_url, parts } = await call(session, presignAnswer, {
    method: "POST",
    path: "/v2/files/presign",
    body: { filename: file.name, file_size: file.size },
  });
  const replacing: Notes = replaces(job) ? { replaced: false } : {};
  await job.note({ upload_id, key, file_url, sha256: file.sha256, completed: false, ...replacing });
  const sent = await sendParts(session, job, bytes, parts);
  const done = await call(session, completeAnswer, {
    method: "POST",
    path: "/v2/files/complete",
    body: { upload_id, key, parts: sent },
  });
  await job.note({ completed: true, file_url: done.file_url });
  return done.file_url;
}

/** Frees the parts of an upload that was begun and never attached. It costs nothing but space, so a refusal is no matter. */
async function abortKnown(session: Session, { notes }: Job): Promise<void> {
  const { upload_id, key } = notes;
  if (typeof upload_id !== "string" || typeof key !== "string") return;
  for (let tries = 0; tries < 5; tries += 1) {
    const path = "/v2/files/abort";
    const reply = await ask(session, abortAnswer, { method: "POST", path, body: { upload_id, key } });
    if (!reply.ok || reply.value.status === "already_gone") return;
  }
}

async function sendParts(
  session: Session,
  job: Job,
  bytes: Blob,
  parts: { part_number: number; presigned_url: string }[],
): Promise<{ part_number: number; etag: string }[]> {
  if (parts.length !== Math.ceil(bytes.size / partSize)) {
    throw new PlatformError(
      "unexpected",
      "Gumroad cuts the file into another number of parts than documented.",
    );
  }
  const sent: { part_number: number; etag: string }[] = [];
  for (const { part_number, presigned_url } of parts) {
    const part = bytes.slice((part_number - 1) * partSize, part_number * partSize);
    const etag = (await put(session, presigned_url, part, {})).headers.get("etag");
    if (!etag) throw new PlatformError("uncertain", "Gumroad's file store gave no receipt for a part.");
    if (part_number < parts.length) await job.note({ [`etag_${part_number}`]: etag });
    sent.push({ part_number, etag });
  }
  return sent;
}

/** `files` and `rich_content` are full replacements: afterwards the product delivers this file and no other. */
async function attach(session: Session, job: Job, url: string): Promise<void> {
  const { file, key } = job.plan;
  const { product } = await call(session, productAnswer, {
    method: "PUT",
    path: pathOf(job.remoteId),
    body: {
      files: [{ external_id: temporaryId, url, display_name: file.name }],
      rich_content: contentOf(temporaryId, key),
    },
  });
  if (!product.files || ourFile({ files: product.files }, job.plan)) {
    if (job.notes.replaced === false) await job.note({ replaced: true });
    return;
  }
  await job.note({ completed: false });
  throw new PlatformError("unexpected", "Gumroad took the file and does not show it on the product.");
}
