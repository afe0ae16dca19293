import type { SandboxRequest } from "@/tests/sandbox/kit/types";

export type Form = {
  /** The last value of each key: Etsy drops the others without a word. */
  fields: Map<string, string>;
  parts: Map<string, { filename: string; bytes: Buffer; contentType: string }>;
};

const EMPTY: Form = { fields: new Map(), parts: new Map() };

/** `application/x-www-form-urlencoded`; any other content type reads as an empty form. */
export function readForm(request: SandboxRequest): Form {
  if (mediaType(request) !== "application/x-www-form-urlencoded") return EMPTY;
  return { fields: new Map(new URLSearchParams(request.body.toString("utf8"))), parts: new Map() };
}

/** `multipart/form-data`, or undefined when the body has no readable parts (a lost boundary, a broken end). */
export function readMultipart(request: SandboxRequest): Form | undefined {
  if (mediaType(request) !== "multipart/form-data") return undefined;
  const boundary = /boundary="?([^";]+)"?/.exec(request.headers["content-type"] ?? "")?.[1];
  if (boundary === undefined) return undefined;
  const body = Buffer.concat([Buffer.from("\r\n"), request.body]);
  const mark = Buffer.from(`\r\n--${boundary}`);
  const form: Form = { fields: new Map(), parts: new Map() };
  let at = body.indexOf(mark);
  while (at !== -1) {
    const start = at + mark.length;
    if (body.subarray(start, start + 2).toString() === "--") return form;
    const next = body.indexOf(mark, start);
    if (next === -1) return undefined;
    if (!addPart(form, body.subarray(start + 2, next))) return undefined;
    at = next;
  }
  return undefined;
}

export function mediaType(request: SandboxRequest): string {
  return (request.headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
}

function addPart(form: Form, part: Buffer): boolean {
  const split = part.indexOf("\r\n\r\n");
  if (split === -1) return false;
  const head = part.subarray(0, split).toString("utf8");
  const name = /\bname="([^"]*)"/i.exec(head)?.[1];
  if (name === undefined) return false;
  const bytes = part.subarray(split + 4);
  const filename = /\bfilename="([^"]*)"/i.exec(head)?.[1];
  if (filename === undefined) form.fields.set(name, bytes.toString("utf8"));
  else {
    const contentType = /^content-type:\s*(\S+)/im.exec(head)?.[1] ?? "application/octet-stream";
    form.parts.set(name, { filename, bytes, contentType });
  }
  return true;
}
