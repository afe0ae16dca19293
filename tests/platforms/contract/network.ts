import type { Fetch } from "@/lib/http";

/** One call as it left the adapter. */
export interface Sent {
  method: string;
  url: string;
  origin: string;
  /** Headers, and the body where it is text, to look for credentials in. */
  words: string;
  /** The answer had no body, so nothing of it can be spoilt. Unknown until it came. */
  bodiless: boolean;
}

/** Makes another answer of one, by the number of its call. */
export type Rewrite = (answer: Response, at: number) => Promise<Response> | Response;

/**
 * The network, watched: `sent` is what left the adapter, wherever to. Only this machine is called in truth; an address
 * that begins with `alias` is that of the stand-in, any other one fails.
 */
export function watchNetwork(rewrite?: Rewrite, alias?: { from: string; to: string }) {
  const sent: Sent[] = [];
  const go: Fetch = async (url, init) => {
    const { origin } = new URL(url);
    const call: Sent = {
      method: init.method ?? "GET",
      url,
      origin,
      words: wordsOf(url, init),
      bodiless: false,
    };
    const at = sent.push(call) - 1;
    const real = alias && origin === alias.from ? alias.to + url.slice(origin.length) : url;
    if (new URL(real).hostname !== "127.0.0.1") throw new Error("this test calls no other machine");
    const answer = await fetch(real, init);
    call.bodiless = answer.status === 204 || answer.headers.get("content-length") === "0";
    return rewrite ? rewrite(answer, at) : answer;
  };
  return { fetch: go, sent };
}

export type Network = ReturnType<typeof watchNetwork>;

function wordsOf(url: string, { headers, body }: RequestInit): string {
  const fields = [...new Headers(headers)].map((pair) => pair.join(": "));
  const sends = body instanceof URLSearchParams || typeof body === "string" ? String(body) : "";
  return [url, ...fields, sends].join("\n");
}
