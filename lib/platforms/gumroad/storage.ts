import { PlatformError } from "../../errors";
import { type Answer, send } from "../../http";
import type { Session } from "../platform";

/** Gumroad's own hosts, and Amazon's for uploads. */
export const hosts: readonly string[] = [
  "api.gumroad.com",
  "gumroad.com",
  "*.gumroad.com",
  "*.amazonaws.com",
];

/**
 * Puts bytes at an address that an answer named. The token never goes there: the address is signed.
 * @throws PlatformError `unexpected` for an address elsewhere, `unreachable` when the signature ran out (15 minutes),
 *   `uncertain` when the bytes may have arrived.
 */
export async function put(
  session: Session,
  address: string,
  bytes: Blob,
  headers: Record<string, string>,
): Promise<Answer> {
  if (!allowed(address, session.origin)) {
    throw new PlatformError("unexpected", "Gumroad named an upload address that is not its own.");
  }
  const answer = await send(session.fetch, {
    method: "PUT",
    url: address,
    headers,
    body: bytes,
    timeoutMs: session.timing.uploadMs(bytes.size),
    signal: session.signal,
  });
  if (answer.status === 200 || answer.status === 201 || answer.status === 204) return answer;
  // The rest of a storage error repeats the signed address.
  const words = /<Code>\w+<\/Code>(<Message>[^<]*<\/Message>)?/.exec(answer.text)?.[0].slice(0, 500) ?? "";
  const { kind, sentence } = meaning(answer.status, words);
  throw new PlatformError(kind, sentence, { status: answer.status, words });
}

function meaning(status: number, words: string) {
  if (status >= 500) return { kind: "uncertain", sentence: "Gumroad's file store had a fault." } as const;
  if (words.includes("Request has expired")) {
    return {
      kind: "unreachable",
      sentence: "The upload took longer than Gumroad's address is valid.",
    } as const;
  }
  if (status === 429) return { kind: "unreachable", sentence: "Gumroad's file store is busy." } as const;
  return { kind: "unexpected", sentence: `Gumroad's file store answered with status ${status}.` } as const;
}

/** Whether an address in an answer may be used: https at our hosts; loopback only while the API is loopback. */
export function allowed(address: string, origin: string): boolean {
  const url = parseUrl(address);
  if (!url || url.username || url.password) return false;
  if (url.protocol === "https:" && url.port === "" && hosts.some((host) => matches(url.hostname, host)))
    return true;
  const api = parseUrl(origin);
  return url.protocol === "http:" && api !== null && isLoopback(api.hostname) && isLoopback(url.hostname);
}

function parseUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}

function matches(hostname: string, host: string): boolean {
  return host.startsWith("*.") ? hostname.endsWith(host.slice(1)) : hostname === host;
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}
