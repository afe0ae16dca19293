import { type Answer, badRequest, ok } from "@/tests/sandbox/gumroad/answers";
import type { Call } from "@/tests/sandbox/gumroad/context";
import { guid, stamp } from "@/tests/sandbox/gumroad/ids";
import { integer, isObject, isPresent, text } from "@/tests/sandbox/gumroad/params";
import type { Part, Upload } from "@/tests/sandbox/gumroad/state";
import { fileUrl, ownPrefix } from "@/tests/sandbox/gumroad/uploads/keys";
import { joinParts } from "@/tests/sandbox/gumroad/uploads/parts";
import { signedPartUrl } from "@/tests/sandbox/gumroad/uploads/sign";

const PART_SIZE = 104_857_600;
const SMALLEST_PART = 5_242_880;
const LARGEST_FILE = 20 * 1024 ** 3;
const NO_UPLOAD =
  "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.";

/** POST /files/presign: opens a multipart upload; sizes are bytes. */
export function presignFile(call: Call): Answer {
  const filename = text(call.params.filename)
    .trim()
    .replace(/[/\\:*?"<>|\s]+/g, "-");
  if (filename === "") return badRequest("filename is required");
  const size = integer(text(call.params.file_size)) ?? 0;
  if (size <= 0) return badRequest("file_size is required");
  if (size > LARGEST_FILE) return badRequest("file_size exceeds the 20 GB maximum");

  const upload: Upload = {
    upload_id: `${guid()}.${guid()}`,
    key: `${ownPrefix(call)}${guid()}/original/${filename}`,
    filename,
    declared_size: size,
    state: "open",
    attached: false,
    created_at: stamp(call.now()),
    parts: [],
    size: null,
    sha256: null,
  };
  call.books.uploads.push(upload);
  call.keep.upload(upload);
  const count = Math.ceil(size / PART_SIZE);
  return ok({
    upload_id: upload.upload_id,
    key: upload.key,
    file_url: fileUrl(call, upload.key),
    parts: Array.from({ length: count }, (_, index) => ({
      part_number: index + 1,
      presigned_url: signedPartUrl(call, upload.key, upload.upload_id, index + 1),
    })),
  });
}

/** POST /files/complete: works once per upload_id; the object is what was really put, not what was declared. */
export function completeFile(call: Call): Answer {
  const [uploadId, key] = [text(call.params.upload_id), text(call.params.key)];
  if (uploadId.trim() === "") return badRequest("upload_id is required");
  if (key.trim() === "") return badRequest("key is required");
  if (!isPresent(call.params.parts)) return badRequest("parts is required");
  if (!key.startsWith(ownPrefix(call))) return badRequest("invalid key");
  const listed = readParts(call.params.parts);
  if (listed === null) return badRequest("each part must have scalar part_number and etag values");

  const upload = openUpload(call, uploadId, key);
  if (upload === undefined) return badRequest(NO_UPLOAD);
  const parts = matchParts(listed, upload.parts);
  if (typeof parts === "string") return badRequest(parts);
  Object.assign(upload, { state: "completed", ...joinParts(call.vault, parts) });
  call.keep.upload(upload);
  return ok({ file_url: fileUrl(call, key) });
}

/** POST /files/abort: `accepted` once, then `already_gone`. */
export function abortFile(call: Call): Answer {
  const [uploadId, key] = [text(call.params.upload_id), text(call.params.key)];
  if (uploadId.trim() === "") return badRequest("upload_id is required");
  if (key.trim() === "") return badRequest("key is required");
  if (!key.startsWith(ownPrefix(call))) return badRequest("invalid key");
  const upload = openUpload(call, uploadId, key);
  if (upload === undefined) return ok({ status: "already_gone" });
  upload.state = "aborted";
  call.keep.upload(upload);
  return ok({ status: "accepted" });
}

interface Listed {
  number: number;
  etag: string;
}

/** Null when a part is not an object of scalars, as form encoding with numeric indexes decodes. */
function readParts(value: unknown): Listed[] | null {
  if (!Array.isArray(value)) return null;
  const parts: Listed[] = [];
  for (const part of value) {
    if (!isObject(part) || text(part.part_number) === "" || text(part.etag) === "") return null;
    parts.push({ number: integer(part.part_number) ?? 0, etag: unquoted(text(part.etag)) });
  }
  return parts;
}

function openUpload(call: Call, uploadId: string, key: string): Upload | undefined {
  return call.books.uploads.find(
    (upload) => upload.upload_id === uploadId && upload.key === key && upload.state === "open",
  );
}

/** The stored parts in the order listed, or S3's own words for a list that does not fit. */
function matchParts(listed: Listed[], stored: Part[]): Part[] | string {
  const parts: Part[] = [];
  for (const [index, part] of listed.entries()) {
    if (index > 0 && part.number <= (listed[index - 1]?.number ?? 0)) {
      return "The list of parts was not in ascending order. Parts must be ordered by part number.";
    }
    const found = stored.find((known) => known.part_number === part.number);
    if (found === undefined || unquoted(found.etag) !== part.etag) {
      return "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.";
    }
    parts.push(found);
  }
  const tooSmall = parts.slice(0, -1).some((part) => part.size < SMALLEST_PART);
  return tooSmall ? "Your proposed upload is smaller than the minimum allowed size" : parts;
}

function unquoted(etag: string): string {
  return etag.replace(/^"|"$/g, "");
}
