import { type Answer, badRequest } from "@/tests/sandbox/gumroad/answers";
import type { Call, World } from "@/tests/sandbox/gumroad/context";
import { guid, nextNumber, stamp } from "@/tests/sandbox/gumroad/ids";
import { integer, isObject, text } from "@/tests/sandbox/gumroad/params";
import type { Blob } from "@/tests/sandbox/gumroad/state";
import { keyDigest, signedBlobUrl } from "@/tests/sandbox/gumroad/uploads/sign";

const ALLOWED = /^(?:image\/(?:jpeg|jpg|png|gif)|video\/[a-z0-9.+-]+)$/i;
const LARGEST = 20 * 1024 ** 3;

/** POST /direct_uploads: reserves one blob (cover or thumbnail) and says where to put its bytes. */
export function directUpload(call: Call): Answer {
  const asked = call.params.blob;
  if (!isObject(asked)) return badRequest("param is missing or the value is empty or invalid: blob");
  const missing = ["filename", "byte_size", "checksum"].find((name) => !(name in asked));
  if (missing !== undefined) return badRequest(`${missing} is required`);
  const size = integer(asked.byte_size) ?? 0;
  if (size <= 0) return badRequest("byte_size is required");
  if (size > LARGEST) return badRequest("byte_size exceeds the 20 GB maximum");
  const type = text(asked.content_type);
  if (!ALLOWED.test(type)) return badRequest("content_type must be JPEG, PNG, GIF, or video.");

  const blob: Blob = {
    id: nextNumber(call.books),
    key: `public/${guid()}`,
    filename: text(asked.filename),
    content_type: type,
    byte_size: size,
    checksum: text(asked.checksum),
    created_at: stamp(call.now()),
    uploaded: null,
  };
  call.books.blobs.push(blob);
  call.keep.blob(blob);
  return { status: 200, body: blobView(call, blob) };
}

/** The blob a `signed_blob_id` names, or undefined when the id is forged or unknown. */
export function findBlob(world: World, signedId: string): Blob | undefined {
  return world.books.blobs.find((blob) => signedIdOf(blob) === signedId);
}

function signedIdOf(blob: Blob): string {
  const payload = Buffer.from(JSON.stringify({ blob: blob.id })).toString("base64");
  return `${payload}--${keyDigest(`signed blob ${blob.id} ${blob.key}`)}`;
}

function blobView(call: Call, blob: Blob): object {
  const filename = blob.filename.replace(/"/g, "");
  const { uploaded: _internal, ...fields } = blob;
  return {
    ...fields,
    metadata: {},
    service_name: "amazon",
    signed_id: signedIdOf(blob),
    direct_upload: {
      url: signedBlobUrl(call, blob),
      headers: {
        "Content-Type": blob.content_type,
        "Content-MD5": blob.checksum,
        "Content-Disposition": `inline; filename="${filename.replace(/[^\x20-\x7e]/g, "?")}"; filename*=UTF-8''${encodeURIComponent(filename)}`,
      },
    },
  };
}
