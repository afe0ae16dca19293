import { createServer } from "node:http";
import { vi } from "vitest";
import { z } from "zod";
import { startPayhip } from "@/tests/sandbox/payhip";

/** Any answer: a test looks at the members it names, a missing one is undefined. */
const anything = z.record(z.string(), z.unknown());
type Json = z.infer<typeof anything>;

const productReply = z.strictObject({ product_key: z.string(), product_permalink: z.string() });
const keyReply = z.strictObject({ api_key: z.string() });
const saleReply = z.looseObject({ id: z.string(), price: z.int(), deliveries: z.array(z.int()) });
const refundReply = z.looseObject({ amount: z.int(), left: z.int(), deliveries: z.array(z.int()) });
const booksReply = z.looseObject({
  products: z.array(anything),
  sales: z.array(anything),
  deliveries: z.array(
    z.looseObject({
      id: z.int(),
      state: z.string(),
      attempts: z.array(z.looseObject({ status: z.int().nullable() })),
    }),
  ),
});

/** A running stand-in Payhip, its control door, and an API client with the account's key. */
export async function openShop(options: Partial<Parameters<typeof startPayhip>[0]> = {}) {
  const sandbox = await startPayhip({ profile: "open", ...options });
  const control = async (method: string, route: string, body?: unknown): Promise<unknown> => {
    const text = body === undefined ? null : JSON.stringify(body);
    const response = await fetch(`${sandbox.url}/__control/${route}`, { method, body: text });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(JSON.stringify(answer));
    return answer;
  };
  const apiKey = async () => keyReply.parse(await control("POST", "token", {})).api_key;
  const api = async (method: string, path: string, send: { key?: string | null; body?: BodyInit } = {}) => {
    const key = send.key === undefined ? await apiKey() : send.key;
    const type: Record<string, string> =
      typeof send.body === "string" ? { "content-type": "application/json" } : {};
    const response = await fetch(`${sandbox.url}/api/v2${path}`, {
      method,
      body: send.body ?? null,
      headers: { ...type, ...(key === null ? {} : { "payhip-api-key": key }) },
    });
    const text = await response.text();
    return { status: response.status, text, json: readJson(text) };
  };
  return {
    url: sandbox.url,
    control,
    apiKey,
    api,
    set: (switches: object) => control("POST", "set", switches),
    pass: (ms: number) => control("POST", "clock", { advance_ms: ms }),
    product: async (fields: object = {}) =>
      productReply.parse(
        await control("POST", "product", { title: "Boiler manual", price: 900, currency: "USD", ...fields }),
      ),
    sell: async (order: object) => saleReply.parse(await control("POST", "sale", order)),
    refund: async (id: string, amount?: number) =>
      refundReply.parse(await control("POST", "refund", { id, amount })),
    books: async () => booksReply.parse(await control("GET", "books")),
    page: async (path: string) => {
      const response = await fetch(sandbox.url + path, { redirect: "manual" });
      return { status: response.status, headers: response.headers, text: await response.text() };
    },
    close: () => sandbox.close(),
  };
}
export type Shop = Awaited<ReturnType<typeof openShop>>;

/** A program that takes webhooks, answers what `answer` says, and keeps the bodies. */
export async function openReceiver() {
  const received: Json[] = [];
  const types = new Set<string>();
  const receiver = {
    url: "",
    received,
    types,
    answer: 200,
    arrived: (count: number) =>
      vi.waitFor(
        () => {
          if (received.length !== count) throw new Error(`${received.length} of ${count} came`);
        },
        { timeout: 5000 },
      ),
    close: () => new Promise((done) => server.close(done)),
  };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    types.add(`${request.method} ${request.headers["content-type"]}`);
    received.push(anything.parse(JSON.parse(Buffer.concat(chunks).toString())));
    response.writeHead(receiver.answer, { connection: "close" }).end();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  receiver.url = `http://127.0.0.1:${Object(server.address()).port}/hook`;
  return receiver;
}
export type Receiver = Awaited<ReturnType<typeof openReceiver>>;

function readJson(text: string): Json {
  try {
    return anything.parse(JSON.parse(text));
  } catch {
    return {};
  }
}
