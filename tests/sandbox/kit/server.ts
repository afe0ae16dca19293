import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { type Call, countCalls } from "@/tests/sandbox/kit/calls";
import { answerControl, CONTROL_PREFIX } from "@/tests/sandbox/kit/control";
import { type Sent, send, sendFault } from "@/tests/sandbox/kit/deliver";
import { makeFaults } from "@/tests/sandbox/kit/faults";
import type {
  Control,
  Handle,
  Profile,
  Sandbox,
  SandboxAnswer,
  SandboxRequest,
} from "@/tests/sandbox/kit/types";

const MAX_BODY_BYTES = 64 * 1024 * 1024;

type Options = { name: string; handle: Handle; control: Control; profile: Profile; port?: number };

/**
 * Serves a stand-in on 127.0.0.1 (port 0 or absent: any free port). Each call is counted, meets its fault if one is
 * due, is handled, and is written to the books before its answer leaves. Rejects when the port is taken.
 */
export async function startServer(options: Options): Promise<Sandbox> {
  const { control, handle, profile } = options;
  const faults = makeFaults();
  const calls = countCalls();
  let origin = "";

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(incoming);
    if (body === undefined) {
      send(response, { status: 413, headers: { connection: "close" }, body: { error: "Payload too large" } });
      return;
    }
    const request = toRequest(incoming, body, { origin, profile, now: control.clock.now });
    if (request.path.startsWith(CONTROL_PREFIX)) {
      const answer = await answerControl(request, { control, faults, calls });
      if (request.method !== "GET") control.books.flush();
      send(response, answer);
      return;
    }
    const { method, path } = request;
    const call: Call = { at: request.now().toISOString(), method, path, status: null };
    calls.begin(call, control.pattern?.(method, path) ?? path.replace(/\/\d+(?=\/|$)/g, "/{id}"));
    const effect = async (): Promise<SandboxAnswer> => {
      const half = faults.latencyMs() / 2;
      if (half > 0) await wait(half);
      const answer = await handle(request);
      if (method !== "GET" && method !== "HEAD") control.books.flush();
      if (half > 0) await wait(half);
      return answer;
    };
    const fault = faults.next(method, path);
    if (fault !== undefined) call.fault = fault.kind;
    call.status = await answerCall(response, fault, effect);
  }

  async function answerCall(
    response: ServerResponse,
    fault: ReturnType<typeof faults.next>,
    effect: () => Promise<SandboxAnswer>,
  ): Promise<Sent> {
    try {
      if (fault !== undefined) return await sendFault(response, fault, effect, control.errorBody);
      return send(response, await effect());
    } catch (error) {
      // A defect of the stand-in itself must be seen as one, not taken for the platform's 500.
      const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
      return send(response, { status: 599, body: { error: `${options.name} stand-in: ${detail}` } });
    }
  }

  const server = createServer((incoming, response) => {
    serve(incoming, response).catch(() => response.socket?.destroy());
  });
  // The client ends idle connections; if both did, a request could meet one that is just being closed.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the stand-in has no port");
  origin = `http://127.0.0.1:${address.port}`;
  return {
    url: origin,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          control.books.close();
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/** The whole body, or undefined when it is over 64 MB; rejects when the client leaves while sending. */
async function readBody(incoming: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    size += bytes.length;
    if (size > MAX_BODY_BYTES) return undefined;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

function toRequest(
  incoming: IncomingMessage,
  body: Buffer,
  context: Pick<SandboxRequest, "origin" | "profile" | "now">,
): SandboxRequest {
  const url = new URL(incoming.url ?? "/", context.origin);
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(",") : (value ?? ""),
    ]),
  );
  return {
    ...context,
    method: incoming.method ?? "GET",
    path: url.pathname,
    query: url.searchParams,
    headers,
    body,
  };
}
