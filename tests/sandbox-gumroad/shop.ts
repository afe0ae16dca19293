import { createHash } from "node:crypto";
import { z } from "zod";
import { type GumroadSandbox, startGumroad } from "@/tests/sandbox/gumroad";

/** Any answer: a test looks at the members it names, a missing one is undefined. */
const anything = z.record(z.string(), z.unknown());
export type Json = z.infer<typeof anything>;

export interface Reply {
  status: number;
  headers: Headers;
  text: string;
  json: Json;
}

export interface Shop {
  sandbox: GumroadSandbox;
  token: string;
  /** A call with the token; `path` begins after `/v2`. */
  call(method: string, path: string, body?: object, token?: string): Promise<Reply>;
  control(path: string, body?: object): Promise<Json>;
  books(): Promise<Json>;
  /** Moves the clock to the next moment that begins a window of so many seconds. */
  align(seconds: number): Promise<void>;
  close(): Promise<void>;
}

/** A stand-in with a token of all scopes, over real HTTP. */
export async function openShop(options: Partial<Parameters<typeof startGumroad>[0]> = {}): Promise<Shop> {
  const sandbox = await startGumroad({ profile: "real", ...options });
  const control = async (path: string, body?: object) => {
    const method = body === undefined ? "GET" : "POST";
    const reply = await send(method, `${sandbox.url}/__control/${path}`, {}, body);
    if (reply.status !== 200) throw new Error(`control ${path}: ${reply.text}`);
    return reply.json;
  };
  const { api_token } = z.object({ api_token: z.string() }).parse(await control("token", {}));
  return {
    sandbox,
    token: api_token,
    call: (method, path, body, token = api_token) =>
      send(method, `${sandbox.url}/v2${path}`, { Authorization: `Bearer ${token}` }, body),
    control,
    books: () => control("books"),
    async align(seconds) {
      const { now } = z.object({ now: z.string() }).parse(await control("clock", { advance_ms: 0 }));
      const period = seconds * 1000;
      await control("clock", { advance_ms: period - (Date.parse(now) % period) });
    },
    close: () => sandbox.close(),
  };
}

export async function send(
  method: string,
  url: string,
  headers: Record<string, string>,
  body?: object,
): Promise<Reply> {
  const json: Record<string, string> = body === undefined ? {} : { "Content-Type": "application/json" };
  const response = await fetch(url, {
    method,
    headers: { ...headers, ...json },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: readJson(text) };
}

const productReply = z.object({ success: z.literal(true), product: anything });

/** Creates a draft, with a price of $9 unless told otherwise, and answers the product. */
export async function draft(shop: Shop, fields: object = {}): Promise<Json> {
  const reply = await shop.call("POST", "/products", {
    name: "Boiler manual",
    price: 900,
    draft: true,
    ...fields,
  });
  return productReply.parse(reply.json).product;
}

/** A published product. */
export async function onSale(shop: Shop, fields: object = {}): Promise<Json> {
  const product = await draft(shop, fields);
  const reply = await shop.call("PUT", `/products/${product.id}/enable`);
  return productReply.parse(reply.json).product;
}

const presigned = z.object({
  upload_id: z.string(),
  key: z.string(),
  file_url: z.string(),
  parts: z.array(z.object({ part_number: z.number(), presigned_url: z.string() })),
});
export type Presigned = z.infer<typeof presigned>;

export async function presign(shop: Shop, filename: string, size: number): Promise<Presigned> {
  const reply = await shop.call("POST", "/files/presign", { filename, file_size: size });
  return presigned.parse(reply.json);
}

/** Presign, put, complete: the canonical address of the file. */
export async function uploadFile(shop: Shop, filename: string, bytes: Buffer): Promise<string> {
  const { upload_id, key, file_url, parts } = await presign(shop, filename, bytes.length);
  const put = await fetch(parts[0]?.presigned_url ?? "", { method: "PUT", body: new Uint8Array(bytes) });
  const listed = [{ part_number: 1, etag: put.headers.get("etag") }];
  await shop.call("POST", "/files/complete", { upload_id, key, parts: listed });
  return file_url;
}

const direct = z.object({
  signed_id: z.string(),
  direct_upload: z.object({ url: z.string(), headers: z.record(z.string(), z.string()) }),
});

/** Reserves a blob and puts the bytes; the `signed_blob_id` and the status of the put. */
export async function uploadImage(
  shop: Shop,
  bytes: Buffer,
  asked: { content_type?: string; checksum?: string } = {},
): Promise<{ signedId: string; status: number }> {
  const blob = {
    filename: "cover.png",
    byte_size: bytes.length,
    checksum: createHash("md5").update(bytes).digest("base64"),
    content_type: "image/png",
    ...asked,
  };
  const reply = direct.parse((await shop.call("POST", "/direct_uploads", { blob })).json);
  const { url, headers } = reply.direct_upload;
  const put = await fetch(url, { method: "PUT", headers, body: new Uint8Array(bytes) });
  return { signedId: reply.signed_id, status: put.status };
}

/** A PNG's head with its size in pixels, padded to so many bytes. */
export function pngHead(width: number, height: number, length = 64): Buffer {
  const bytes = Buffer.alloc(length);
  bytes.write("89504e470d0a1a0a0000000d49484452", "hex");
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
}

function readJson(text: string): Json {
  try {
    return anything.parse(JSON.parse(text));
  } catch {
    return {};
  }
}
