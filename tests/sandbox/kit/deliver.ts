import type { ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import type { Fault } from "@/tests/sandbox/kit/faults";
import type { Control, SandboxAnswer } from "@/tests/sandbox/kit/types";

const OPEN_SOCKET_MS = 120_000;

/** The status sent, or null when the client got none. */
export type Sent = number | null;

export function send(response: ServerResponse, answer: SandboxAnswer): Sent {
  const { bytes, type } = encode(answer.body);
  const headers = { ...(type === undefined ? {} : { "content-type": type }), ...answer.headers };
  response.writeHead(answer.status, { ...headers, "content-length": String(bytes.length) });
  response.end(bytes);
  return answer.status;
}

/**
 * Sends what a fault makes of a call. `effect` runs the handler and writes the books; the kinds that end in `_before`
 * and `rate_limited` never call it.
 */
export async function sendFault(
  response: ServerResponse,
  fault: Fault,
  effect: () => Promise<SandboxAnswer>,
  errorBody: Control["errorBody"],
): Promise<Sent> {
  const failure = (fallback: number): SandboxAnswer => {
    const status = fault.status ?? fallback;
    const headers: Record<string, string> =
      fault.retry_after === undefined ? {} : { "retry-after": String(fault.retry_after) };
    return { status, headers, body: errorBody?.(status) ?? { error: "Server Error" } };
  };
  if (fault.kind === "timeout_before") return holdOpen(response, fault);
  if (fault.kind === "timeout_after") {
    await effect();
    return holdOpen(response, fault);
  }
  const answer = happensBefore(fault) ? undefined : await effect();
  if (fault.delay_ms !== undefined) await wait(fault.delay_ms);
  switch (fault.kind) {
    case "error_before":
    case "error_after":
      return send(response, failure(500));
    case "rate_limited":
      return send(response, failure(429));
    case "reset_before":
    case "reset_after":
      return reset(response);
    case "html":
      return send(response, {
        status: 200,
        headers: { "content-type": "text/html; charset=utf-8" },
        body: PAGE,
      });
    case "truncated":
      return cutShort(response, answer ?? failure(500));
  }
}

const PAGE =
  "<!doctype html><html><head><title>Just a moment...</title></head><body><h1>We will be right back</h1></body></html>";

function happensBefore(fault: Fault): boolean {
  return fault.kind === "error_before" || fault.kind === "reset_before" || fault.kind === "rate_limited";
}

async function holdOpen(response: ServerResponse, fault: Fault): Promise<null> {
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  await wait(fault.delay_ms ?? OPEN_SOCKET_MS, undefined, { signal: gone.signal, ref: false }).catch(
    () => undefined,
  );
  return reset(response);
}

function reset(response: ServerResponse): null {
  response.socket?.destroy();
  return null;
}

function cutShort(response: ServerResponse, answer: SandboxAnswer): Sent {
  const { bytes, type } = encode(answer.body);
  const headers = { ...(type === undefined ? {} : { "content-type": type }), ...answer.headers };
  response.writeHead(answer.status, { ...headers, "content-length": String(bytes.length) });
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.socket?.destroy());
  return answer.status;
}

function encode(body: SandboxAnswer["body"]): { bytes: Buffer; type?: string } {
  if (Buffer.isBuffer(body)) return { bytes: body };
  if (typeof body === "string") return { bytes: Buffer.from(body) };
  return { bytes: Buffer.from(JSON.stringify(body)), type: "application/json" };
}
