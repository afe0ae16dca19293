import type { z } from "zod";
import { Interrupted, PlatformError } from "./errors";
import { clean } from "./text";

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface Call {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  url: string;
  headers?: Record<string, string>;
  body?: BodyInit;
  /** Milliseconds until the call is given up. */
  timeoutMs: number;
  /** Largest answer in bytes; default 8 MB. */
  maxBytes?: number;
  signal?: AbortSignal;
}

export interface Answer {
  status: number;
  headers: Headers;
  /** The body as text. */
  text: string;
}

/** Errors of a connection that was refused before any byte left: the only ones that may be repeated blindly. */
const neverLeft = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);

/**
 * One HTTP call with a time limit and a size limit. Redirects are not followed.
 * @throws PlatformError `unreachable` when nothing left this machine or the call only read,
 *   `uncertain` when a write may have arrived (time-out, reset, cut or oversized answer).
 */
export async function send(fetch: Fetch, call: Call): Promise<Answer> {
  const timeout = AbortSignal.timeout(call.timeoutMs);
  const signal = call.signal ? AbortSignal.any([call.signal, timeout]) : timeout;
  const { method, headers, body } = call;
  try {
    const response = await fetch(call.url, { method, headers, body, signal, redirect: "manual" });
    const text = await readLimited(response, call.maxBytes ?? 8_000_000);
    return { status: response.status, headers: response.headers, text };
  } catch (cause) {
    if (cause instanceof PlatformError || cause instanceof Interrupted) throw cause;
    throw lost(call, timeout.aborted, cause);
  }
}

/**
 * Reads an answer's text as JSON through a schema.
 * @throws PlatformError `uncertain` for a write, `unexpected` for a read, when it is no JSON or another shape.
 */
export function parseAnswer<T>(schema: z.ZodType<T>, answer: Answer, call: Pick<Call, "method">): T {
  const kind = call.method === "GET" ? "unexpected" : "uncertain";
  let value: unknown;
  try {
    value = JSON.parse(answer.text);
  } catch (cause) {
    throw new PlatformError(kind, "The answer could not be read.", wordsOf(answer), { cause });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues[0]?.path.join(".") ?? "";
  throw new PlatformError(kind, `The answer has another shape than documented (${where}).`, wordsOf(answer));
}

/** Status and the first 500 characters of an answer, as evidence. */
export function wordsOf(answer: Answer): { status: number; words: string } {
  return { status: answer.status, words: clean(answer.text.slice(0, 500)) };
}

/**
 * The moment a `Retry-After` header names (seconds or an HTTP date).
 * @returns null when the header is missing or unreadable.
 */
export function retryAfter(headers: Headers, now: Date): Date | null {
  const value = headers.get("retry-after");
  if (value === null) return null;
  if (/^\d{1,7}$/.test(value)) return new Date(now.getTime() + Number(value) * 1000);
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : new Date(date);
}

async function readLimited(response: Response, maxBytes: number): Promise<string> {
  if (!response.body) return "";
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new Error(`answer larger than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function lost(call: Call, timedOut: boolean, cause: unknown): PlatformError {
  const left = !neverLeft.has(codeOf(cause));
  const kind = left && call.method !== "GET" ? "uncertain" : "unreachable";
  const seconds = Math.round(call.timeoutMs / 100) / 10;
  const sentence = timedOut
    ? `No answer within ${seconds} s.`
    : "The connection broke before the answer came.";
  const silent = left && timedOut ? { silent: true } : {};
  return new PlatformError(kind, left ? sentence : "The server could not be reached.", silent, { cause });
}

function codeOf(error: unknown): string {
  for (let at = error, depth = 0; at instanceof Error && depth < 4; at = at.cause, depth += 1) {
    if ("code" in at && typeof at.code === "string") return at.code;
  }
  return "";
}
