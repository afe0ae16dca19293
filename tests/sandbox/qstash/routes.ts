import { z } from "zod";
import type { SandboxAnswer, SandboxRequest } from "@/tests/sandbox/kit/types";
import { listFailed, removeFailed, retryFailed, shown } from "@/tests/sandbox/qstash/dlq";
import { publish, publishAll } from "@/tests/sandbox/qstash/publish";
import { Refused } from "@/tests/sandbox/qstash/refused";
import type { World } from "@/tests/sandbox/qstash/world";

const batchSchema = z.array(
  z.object({
    destination: z.string(),
    headers: z.record(z.string(), z.string()).default({}),
    body: z.string().default(""),
  }),
);

/** Everything but the control door: https://upstash.com/docs/qstash/api */
export function handle(world: World, request: SandboxRequest): SandboxAnswer {
  try {
    if (request.headers.authorization !== `Bearer ${world.account().token}`)
      throw new Refused(401, "unable to authenticate: invalid token");
    return answer(world, request);
  } catch (error) {
    if (error instanceof Refused) return error.answer();
    throw error;
  }
}

function answer(world: World, request: SandboxRequest): SandboxAnswer {
  const { method, path, headers } = request;
  const [, kind, rest = ""] = /^\/v2\/(publish|batch|messages|dlq|keys)(?:\/(.*))?$/.exec(path) ?? [];
  const body = request.body.toString("utf8");
  switch (`${method} ${kind}`) {
    case "POST publish": {
      const published = publish(world, { destination: `${rest}${searchOf(request)}`, headers, body });
      return { status: published.deduplicated ? 202 : 201, body: published };
    }
    case "POST batch":
      return { status: 201, body: publishAll(world, readBatch(body)) };
    case "GET messages":
      return { status: 200, body: shown(find(world, rest)) };
    case "DELETE messages":
      world.messages.put(rest, { ...find(world, rest), state: "cancelled" });
      return { status: 202, body: "" };
    case "GET dlq":
      return { status: 200, body: listFailed(world) };
    case "POST dlq":
      return { status: 200, body: retryFailed(world, rest.replace(/^retry\//, "")) };
    case "DELETE dlq":
      removeFailed(world, rest);
      return { status: 202, body: "" };
    case "GET keys":
      return { status: 200, body: keysOf(world) };
    case "POST keys":
      if (rest === "rotate") world.rollKeys();
      return { status: 200, body: keysOf(world) };
    default:
      throw new Refused(404, "not found");
  }
}

/** For the counters. */
export function pathPattern(path: string): string {
  return path.replace(/^\/v2\/(publish|messages|dlq)\/.*$/, "/v2/$1/{id}");
}

function keysOf(world: World) {
  const { current_signing_key: current, next_signing_key: next } = world.account();
  return { current, next };
}

function find(world: World, id: string) {
  const message = world.messages.get(id);
  if (message?.state !== "pending") throw new Refused(404, `message ${id} not found`);
  return message;
}

function readBatch(body: string) {
  try {
    return batchSchema.parse(JSON.parse(body)).map((one) => ({ ...one, headers: lowerCase(one.headers) }));
  } catch {
    throw new Refused(400, "failed to parse the batch");
  }
}

function lowerCase(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function searchOf({ query }: SandboxRequest): string {
  return query.size === 0 ? "" : `?${query}`;
}
