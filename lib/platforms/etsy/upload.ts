import type { Job, PlannedFile, Session } from "../platform";
import { askFor, listingId, shopId } from "./client";
import { file, files, image, type Listing, type ListingFile, listing } from "./schemas";

const ALT_MAX = 500;

/**
 * Pictures in the order of their ranks, one after the other (parallel uploads scramble ranks), then the PDF.
 * Calls: one per picture and one for the file; when the job is not fresh two reads before, and only what is
 * missing: the file is known by name and size, pictures by their number. A lost answer throws `uncertain`; the
 * next turn is not fresh, so it reads first and sends nothing twice.
 * @throws PlatformError `refused` with field `file` for a file that is missing here or refused there.
 */
export async function upload(session: Session, job: Job): Promise<void> {
  const { plan, remoteId } = job;
  const there = job.fresh ? { images: 0, file: undefined } : await readBack(session, job);
  for (const [index, picture] of plan.images.entries()) {
    if (index >= there.images) await sendImage(session, remoteId, picture, index + 1);
  }
  const { listing_file_id } = there.file ?? (await sendFile(session, remoteId, plan.file));
  if (job.notes.listing_file_id !== listing_file_id) await job.note({ listing_file_id });
}

async function readBack(
  session: Session,
  job: Job,
): Promise<{ images: number; file: ListingFile | undefined }> {
  const { images } = await getListing(session, job.remoteId);
  const { name, size } = job.plan.file;
  const results = await getFiles(session, job.remoteId);
  const same = results.find((entry) => entry.filename === name && (entry.size_bytes ?? size) === size);
  return { images: images?.length ?? 0, file: same };
}

/** getListing with its pictures: the request, for those who look at the status first. */
export function listingRequest(session: Session, remoteId: string) {
  const path = `/listings/${listingId(remoteId)}?includes=Images`;
  return { method: "GET" as const, path, timeoutMs: session.timing.readMs };
}

async function getListing(session: Session, remoteId: string): Promise<Listing> {
  return askFor(session, listingRequest(session, remoteId), 200, listing);
}

/** The delivered files of a listing. Calls: one. */
export async function getFiles(session: Session, remoteId: string): Promise<ListingFile[]> {
  const path = `/shops/${shopId(session)}/listings/${listingId(remoteId)}/files`;
  const request = { method: "GET" as const, path, timeoutMs: session.timing.readMs };
  return (await askFor(session, request, 200, files)).results;
}

async function sendImage(
  session: Session,
  remoteId: string,
  picture: PlannedFile & { alt: string },
  rank: number,
): Promise<void> {
  const body = new FormData();
  body.set("image", await part(session, picture), picture.name);
  body.set("rank", String(rank));
  if (picture.alt) body.set("alt_text", [...picture.alt].slice(0, ALT_MAX).join(""));
  await post(session, remoteId, "images", body, picture.size, image);
}

/** `name` is required with a new file; buyers see it and it cannot be changed later. */
async function sendFile(session: Session, remoteId: string, pdf: PlannedFile): Promise<ListingFile> {
  const body = new FormData();
  body.set("file", await part(session, pdf), pdf.name);
  body.set("name", pdf.name);
  body.set("rank", "1");
  return post(session, remoteId, "files", body, pdf.size, file);
}

async function part(session: Session, planned: PlannedFile): Promise<Blob> {
  const blob = await session.open(planned);
  return blob.slice(0, blob.size, planned.mime);
}

function post<T>(
  session: Session,
  remoteId: string,
  what: "images" | "files",
  body: FormData,
  bytes: number,
  schema: Parameters<typeof askFor<T>>[3],
): Promise<T> {
  const path = `/shops/${shopId(session)}/listings/${listingId(remoteId)}/${what}`;
  return askFor(
    session,
    { method: "POST", path, body, timeoutMs: session.timing.uploadMs(bytes) },
    201,
    schema,
  );
}
