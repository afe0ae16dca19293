import { createServer } from "node:http";
import { expect, vi } from "vitest";
import { z } from "zod";
import { startQstash } from "@/tests/sandbox/qstash";

const keysReply = z.object({
  token: z.string(),
  current_signing_key: z.string(),
  next_signing_key: z.string(),
});
const published = z.strictObject({
  messageId: z.string(),
  url: z.string(),
  deduplicated: z.literal(true).optional(),
});
const booksReply = z.object({
  messages: z.array(
    z.looseObject({
      id: z.string(),
      url: z.string(),
      body: z.string(),
      state: z.string(),
      due_ms: z.number(),
      retried: z.int(),
      deduplication_id: z.string().nullable(),
      attempts: z.array(z.object({ at: z.string(), status: z.int().nullable(), retried: z.int() })),
    }),
  ),
});

/** A running stand-in QStash, its control door, and an API client with its token. */
export async function openAccount(options: Parameters<typeof startQstash>[0] = {}) {
  const sandbox = await startQstash(options);
  const control = async (method: string, route: string, body?: unknown): Promise<unknown> => {
    const text = body === undefined ? null : JSON.stringify(body);
    const response = await fetch(`${sandbox.url}/__control/${route}`, { method, body: text });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(JSON.stringify(answer));
    return answer;
  };
  const keys = async () => keysReply.parse(await control("POST", "token", {}));
  const { token } = await keys();
  const api = async (method: string, path: string, headers: Record<string, string> = {}, body?: string) => {
    const response = await fetch(`${sandbox.url}/v2/${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...headers },
      body: body ?? null,
    });
    const text = await response.text();
    const json: unknown = text === "" ? null : JSON.parse(text);
    return { status: response.status, json };
  };
  return {
    url: sandbox.url,
    control,
    keys,
    api,
    publish: async (url: string, headers: Record<string, string> = {}, body = "{}") =>
      published.parse((await api("POST", `publish/${url}`, headers, body)).json),
    set: (switches: object) => control("POST", "set", switches),
    pass: (ms: number) => control("POST", "clock", { advance_ms: ms }),
    messages: async () => booksReply.parse(await control("GET", "books")).messages,
    close: sandbox.close,
  };
}
export type Account = Awaited<ReturnType<typeof openAccount>>;

export interface Received {
  method: string;
  headers: Record<string, string>;
  body: string;
  at: number;
}

/** A program that takes calls, answers what `answer` says after `delayMs`, and keeps them. */
export async function openReceiver() {
  const received: Received[] = [];
  const receiver = {
    url: "",
    received,
    answer: 200,
    delayMs: 0,
    headers: {},
    /** Most calls that were under way at the same time. */
    most: 0,
    arrived: (count: number) =>
      vi.waitFor(() => expect(received).toHaveLength(count), { timeout: 10_000, interval: 20 }),
    close: () => new Promise((done) => server.close(done)),
  };
  let active = 0;
  const server = createServer(async (request, response) => {
    active += 1;
    receiver.most = Math.max(receiver.most, active);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    );
    const body = Buffer.concat(chunks).toString();
    received.push({ method: request.method ?? "", headers, body, at: Date.now() });
    const status = receiver.answer;
    await new Promise((done) => setTimeout(done, receiver.delayMs));
    active -= 1;
    response.writeHead(status, { ...receiver.headers, connection: "close" }).end();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  receiver.url = `http://127.0.0.1:${Object(server.address()).port}/hook`;
  return receiver;
}
export type Receiver = Awaited<ReturnType<typeof openReceiver>>;

/** Long enough for a message to arrive that must not. */
export const quiet = () => new Promise((done) => setTimeout(done, 300));
