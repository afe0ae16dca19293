import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { startEtsy } from "@/tests/sandbox/etsy";
import { readOpenapi } from "@/tests/sandbox/etsy/openapi";

export const USER = 71234567;
export const SHOP = 51234567;
export const KEY = "sandboxkeystring00000000:sandboxsecret";

const found = process.env.ETSY_OPENAPI ?? join(process.cwd(), "../shared/reference/openapi/etsy.json");
/** Path of the official document, undefined where it is not at hand. */
export const OPENAPI = existsSync(found) ? found : undefined;
const document = OPENAPI === undefined ? undefined : readOpenapi(OPENAPI);

export type Reply = { status: number; headers: Headers; body: unknown };

type Send = {
  form?: Record<string, string> | URLSearchParams;
  json?: unknown;
  parts?: FormData;
  /** null sends no such header. */
  key?: string | null;
  token?: string | null;
};

const tokenSchema = z.object({
  access_token: z.string(),
  refresh_token: z.string(),
  expires_at: z.iso.datetime(),
});
const createdSchema = z.object({ listing_id: z.int() });

export const FORM = {
  quantity: "999",
  title: "Boiler Service Manual",
  description: "A complete service manual as a PDF.",
  price: "12.99",
  who_made: "i_did",
  when_made: "2020_2026",
  taxonomy_id: "18",
  is_supply: "false",
  type: "download",
};

/** A running stand-in with a client that holds every good answer against the official document. */
export async function openShop(options: Partial<Parameters<typeof startEtsy>[0]> = {}) {
  // The date is fixed by the first range of when_made, which moves every January.
  const started = Date.now();
  const now = () => new Date(Date.parse("2026-11-10T09:00:00Z") + Date.now() - started);
  const sandbox = await startEtsy({ profile: "open", openapi: "", now, ...options });

  async function control(method: string, route: string, body?: unknown): Promise<unknown> {
    const text = body === undefined ? null : JSON.stringify(body);
    const response = await fetch(`${sandbox.url}/__control/${route}`, { method, body: text });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(JSON.stringify(answer));
    return answer;
  }
  const newToken = async (grant: object = {}) => tokenSchema.parse(await control("POST", "token", grant));
  let current = await newToken();

  async function raw(method: string, path: string, send: Send = {}): Promise<Reply> {
    const headers: Record<string, string> = {};
    if (send.key !== null) headers["x-api-key"] = send.key ?? KEY;
    if (send.token !== null) headers.authorization = `Bearer ${send.token ?? current.access_token}`;
    if (send.json !== undefined) headers["content-type"] = "application/json";
    const body =
      send.json !== undefined
        ? JSON.stringify(send.json)
        : (send.parts ?? (send.form === undefined ? null : new URLSearchParams(send.form)));
    const response = await fetch(sandbox.url + path, { method, headers, body, redirect: "manual" });
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.startsWith("application/json") === true;
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  }

  async function api(method: string, path: string, send: Send = {}): Promise<Reply> {
    const reply = await raw(method, `/v3/application${path}`, send);
    const plain = `/v3/application${path.split("?")[0]}`;
    const wrong =
      reply.status < 300 ? (document?.checkAnswer(method, plain, reply.status, reply.body) ?? []) : [];
    if (wrong.length > 0) throw new Error(`the answer breaks the official document: ${wrong.join("; ")}`);
    return reply;
  }

  const create = (changes: Record<string, string> = {}) =>
    api("POST", `/shops/${SHOP}/listings`, { form: { ...FORM, ...changes } });

  async function draft(changes: Record<string, string> = {}): Promise<number> {
    return createdSchema.parse((await create(changes)).body).listing_id;
  }
  const uploadFile = (listing: number, parts: FormData = pdfParts()) =>
    api("POST", `/shops/${SHOP}/listings/${listing}/files`, { parts });
  const uploadImage = (listing: number, parts: FormData = imageParts(1)) =>
    api("POST", `/shops/${SHOP}/listings/${listing}/images`, { parts });
  const patch = (listing: number, form: Record<string, string>) =>
    api("PATCH", `/shops/${SHOP}/listings/${listing}`, { form });

  /** A listing for sale, with one picture and one file. */
  async function publish(changes: Record<string, string> = {}): Promise<number> {
    const listing = await draft(changes);
    await uploadImage(listing);
    await uploadFile(listing);
    const reply = await patch(listing, { state: "active" });
    if (reply.status !== 200) throw new Error(JSON.stringify(reply.body));
    return listing;
  }

  /** Moves the clock; the client's own token is renewed, since an hour ends it. */
  async function advance(ms: number): Promise<void> {
    await control("POST", "clock", { advance_ms: ms });
    current = await newToken();
  }
  const set = (switches: object) => control("POST", "set", switches);
  const listing = (listingId: number) => api("GET", `/listings/${listingId}`);
  const close = () => sandbox.close();
  return {
    /** The credentials in use now. */
    credentials: () => current,
    ...{ url: sandbox.url, newToken, control, raw, api, close, advance, set },
    ...{ create, draft, uploadFile, uploadImage, patch, publish, listing },
  };
}
export type Shop = Awaited<ReturnType<typeof openShop>>;

export const PDF = Buffer.from("%PDF-1.7\n% a very small manual\n%%EOF\n");

/** A PNG as far as its header goes: 40 by 30. */
export const PNG = Buffer.from("89504e470d0a1a0a0000000d49484452000000280000001e0802000000", "hex");

export function pdfParts(
  fields: Record<string, string> = { name: "manual.pdf", rank: "1" },
  bytes = PDF,
): FormData {
  return withFields(fields, "file", bytes, "application/pdf");
}

export function imageParts(rank: number, fields: Record<string, string> = {}, bytes = PNG): FormData {
  return withFields({ rank: String(rank), ...fields }, "image", bytes, "image/png");
}

export function fieldParts(fields: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}

function withFields(fields: Record<string, string>, part: string, bytes: Buffer, type: string): FormData {
  const form = fieldParts(fields);
  form.set(part, new Blob([new Uint8Array(bytes)], { type }), "upload.bin");
  return form;
}
