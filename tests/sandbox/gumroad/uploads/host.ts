import { createHash } from "node:crypto";
import type { Answer } from "@/tests/sandbox/gumroad/answers";
import type { World } from "@/tests/sandbox/gumroad/context";
import { sniff } from "@/tests/sandbox/gumroad/media/sniff";
import type { Blob, Upload } from "@/tests/sandbox/gumroad/state";
import { keyDigest, signatureFault } from "@/tests/sandbox/gumroad/uploads/sign";

export interface UploadRequest {
  method: string;
  /** As sent, percent-encoded. */
  path: string;
  query: URLSearchParams;
  headers: Record<string, string | undefined>;
  body: Buffer;
}

/** The S3-like host: signed PUT of a part or a blob, signed GET of a file, open GET of a cover. */
export function handleUpload(world: World, request: UploadRequest): Answer {
  const key = decodeURIComponent(request.path.slice(1));
  if (request.method === "PUT") return put(world, request, key);
  if (request.method === "GET" && key.startsWith("signed/")) return download(world, request);
  if (request.method === "GET" && key.startsWith("public/")) {
    const blob = world.books.blobs.find((known) => known.key === key);
    return bytes(world, blob?.uploaded?.sha256 ?? null, blob?.content_type ?? "");
  }
  return xml(403, "AccessDenied", "Access Denied");
}

function put(world: World, request: UploadRequest, key: string): Answer {
  if (request.headers.authorization !== undefined) {
    return xml(
      400,
      "InvalidArgument",
      "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified",
    );
  }
  const blob = world.books.blobs.find((known) => known.key === key);
  const refusal = refuseSignature(world, request, blob === undefined ? "" : signedHeaders(request));
  if (refusal !== null) return refusal;
  if (blob !== undefined) return putBlob(world, request, blob);
  const id = request.query.get("uploadId");
  const upload = world.books.uploads.find((known) => known.upload_id === id && known.key === key);
  if (upload === undefined || upload.state !== "open") {
    return xml(404, "NoSuchUpload", "The specified upload does not exist.");
  }
  return putPart(world, request, upload);
}

function putPart(world: World, request: UploadRequest, upload: Upload): Answer {
  const number = Number(request.query.get("partNumber"));
  const etag = `"${createHash("md5").update(request.body).digest("hex")}"`;
  const part = {
    part_number: number,
    etag,
    size: request.body.length,
    sha256: world.vault.put(request.body),
  };
  upload.parts = [...upload.parts.filter((known) => known.part_number !== number), part];
  world.keep.upload(upload);
  return { status: 200, headers: { ETag: etag }, body: "" };
}

function putBlob(world: World, request: UploadRequest, blob: Blob): Answer {
  const md5 = createHash("md5").update(request.body).digest("base64");
  if (md5 !== blob.checksum) {
    return xml(400, "BadDigest", "The Content-MD5 you specified did not match what we received.");
  }
  const found = sniff(request.body);
  blob.uploaded = {
    sha256: world.vault.put(request.body),
    size: request.body.length,
    media: found.media ?? blob.content_type,
    width: found.width,
    height: found.height,
  };
  world.keep.blob(blob);
  return { status: 200, headers: { ETag: `"${Buffer.from(md5, "base64").toString("hex")}"` }, body: "" };
}

function download(world: World, request: UploadRequest): Answer {
  const refusal = refuseSignature(world, request, "");
  if (refusal !== null) return refusal;
  const digest = request.path.split("/")[2];
  const upload = world.books.uploads.find((known) => keyDigest(known.key) === digest);
  return bytes(world, upload?.sha256 ?? null, "application/octet-stream");
}

function bytes(world: World, sha256: string | null, type: string): Answer {
  const found = sha256 === null ? null : world.vault.get(sha256);
  if (found === null) return xml(404, "NoSuchKey", "The specified key does not exist.");
  return { status: 200, headers: { "Content-Type": type }, body: found };
}

function refuseSignature(world: World, request: UploadRequest, headers: string): Answer | null {
  const fault = signatureFault(world, request.path, request.query, headers);
  if (fault === null) return null;
  if (fault === "missing") return xml(403, "AccessDenied", "Access Denied");
  if (fault === "expired") return xml(403, "AccessDenied", "Request has expired");
  return xml(
    403,
    "SignatureDoesNotMatch",
    "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
  );
}

function signedHeaders(request: UploadRequest): string {
  const { headers } = request;
  return `${headers["content-length"] ?? ""}\n${headers["content-md5"] ?? ""}\n${headers["content-type"] ?? ""}`;
}

function xml(status: number, code: string, message: string): Answer {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  return { status, headers: { "Content-Type": "application/xml" }, body };
}
