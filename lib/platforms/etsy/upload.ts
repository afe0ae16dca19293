import type { Job, PlannedFile, Session } from "../platform";
import { ask, askFor, listingId, shopId } from "./client";
import { failure } from "./errors";
import { showsTexts, textsForm } from "./mapping";
import { file, files, image, type Listing, type ListingFile, listing, state } from "./schemas";

const ALT_MAX = 500;

/**
 * Pictures in the order of their ranks, one after the other (parallel uploads scramble ranks), then the PDF.
 * Calls: one per picture and one for the file; when the job is not fresh two reads before, then only what is missing
 * (the file is known by its content as noted, else by name and size; pictures by their number), what differs in the
 * texts, and last the removal of other files: without its last file a listing would no longer be a digital one.
 * A lost answer throws `uncertain`; the next turn is not fresh, so it reads first and sends nothing twice.
 * @throws PlatformError `refused` with field `file` for a file that is missing here or refused there.
 */
export async function upload(session: Session, job: Job): Promise<void> {
  const { plan, remoteId } = job;
  const there = job.fresh ? null : await readBack(session, job);
  if (there && !showsTexts(there.listing, plan)) await sendTexts(session, job);
  for (const [index, picture] of plan.images.entries()) {
    if (index >= (there?.listing.images?.length ?? 0)) await sendImage(session, remoteId, picture, index + 1);
  }
  const { listing_file_id } = there?.file ?? (await sendFile(session, remoteId, plan.file));
  if (job.notes.listing_file_id !== listing_file_id || job.notes.file_sha256 !== plan.file.sha256)
    await job.note({ listing_file_id, file_sha256: plan.file.sha256 });
  for (const old of there?.files ?? []) {
    if (old.listing_file_id !== listing_file_id) await removeFile(session, remoteId, old.listing_file_id);
  }
}

async function readBack(session: Session, { plan, remoteId, notes }: Job) {
  const there = await getListing(session, remoteId);
  const all = await getFiles(session, remoteId);
  const { name, size, sha256 } = plan.file;
  const same = all.filter((entry) => entry.filename === name && (entry.size_bytes ?? size) === size);
  // The noted file holds the noted content, whatever it is called; nothing else of that name is trusted to be newer.
  const stale = notes.file_sha256 !== undefined && notes.file_sha256 !== sha256;
  const file = same.findLast((entry) => !(stale && entry.listing_file_id === notes.listing_file_id));
  return { listing: there, files: all, file };
}

/** One PATCH; a repeat changes nothing. */
async function sendTexts(session: Session, { plan, remoteId }: Job): Promise<void> {
  const path = `/shops/${shopId(session)}/listings/${listingId(remoteId)}`;
  const request = {
    method: "PATCH" as const,
    path,
    body: textsForm(plan),
    timeoutMs: session.timing.createMs,
  };
  await askFor(session, request, 200, state);
}

/** One DELETE. A file that is gone already is fine. */
async function removeFile(session: Session, remoteId: string, fileId: number): Promise<void> {
  const path = `/shops/${shopId(session)}/listings/${listingId(remoteId)}/files/${fileId}`;
  const answer = await ask(session, { method: "DELETE", path, timeoutMs: session.timing.createMs });
  if (answer.status !== 204 && answer.status !== 404) throw failure(answer, true, session.now());
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
