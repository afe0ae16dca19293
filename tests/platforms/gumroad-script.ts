import { PlatformError } from "@/lib/errors";
import type { Session } from "@/lib/platforms/platform";
import { sessionOf } from "./gumroad-session";

export const token = "tok_5f3aSecretSecretSecret";
export const origin = "https://api.gumroad.com";
export const now = new Date("2026-11-03T14:05:09Z");
export const id = "A-m3CDDC5dlrSdKZp0RFhA==";

interface Seen {
  method: string;
  url: string;
  headers: Headers;
  body: unknown;
}

/** A session whose answers are given in order; the last one is repeated. */
export function scripted(...answers: [status: number, body: unknown, headers?: Record<string, string>][]) {
  const seen: Seen[] = [];
  const fetch: Session["fetch"] = async (url, { method = "", headers, body }) => {
    const json = typeof body === "string" ? JSON.parse(body) : body;
    seen.push({ method, url, headers: new Headers(headers), body: json });
    const [status, text, more] = answers[Math.min(seen.length, answers.length) - 1] ?? [599, ""];
    return new Response(typeof text === "string" ? text : JSON.stringify(text), { status, headers: more });
  };
  return { seen, session: sessionOf({ origin, token, fetch, now }) };
}

export function product(changes: object = {}) {
  return {
    id,
    name: "Boiler XR200 service manual",
    description: "<p>84-page PDF.</p>",
    tags: ["manual", "repair"],
    custom_permalink: "boiler",
    price: 900,
    currency: "usd",
    short_url: "https://northlight.gumroad.com/l/boiler",
    published: false,
    deleted: false,
    thumbnail_url: null,
    covers: [],
    files: [],
    rich_content: [],
    ...changes,
  };
}

export async function errorOf(work: Promise<unknown>): Promise<PlatformError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof PlatformError) return error;
    throw error;
  }
  throw new Error("expected a PlatformError");
}
