import { refuse } from "@/tests/sandbox/etsy/answers";
import type { Token } from "@/tests/sandbox/etsy/rows";
import type { World } from "@/tests/sandbox/etsy/world";
import type { SandboxRequest } from "@/tests/sandbox/kit/types";

/** One API request past the gates, with the numbers of its path. */
export type Call = {
  world: World;
  request: SandboxRequest;
  ids: Record<string, number>;
  /** Absent on public calls without a bearer token. */
  token: Token | undefined;
};

/** A number of the path; the routes guarantee that it is there. */
export function id(call: Call, name: string): number {
  const value = call.ids[name];
  if (value === undefined) throw new Error(`the route has no {${name}}`);
  return value;
}

/** A query value; a repeated key keeps its last value, as Etsy does. */
export function query(call: Call, name: string): string | undefined {
  return call.request.query.getAll(name).at(-1);
}

export function queryInt(call: Call, name: string): number | undefined {
  const text = query(call, name);
  if (text === undefined || text === "") return undefined;
  if (!/^-?\d+$/.test(text)) throw refuse(400, `Expected int value for '${name}' (got string)`);
  return Number(text);
}

export function queryIds(call: Call, name: string, most: number): number[] {
  const text = query(call, name);
  if (text === undefined || text === "") throw refuse(400, `Missing required parameter: ${name}`);
  const ids = text.split(",");
  if (ids.some((one) => !/^\d+$/.test(one))) throw refuse(400, `${name} must be numbers`);
  if (ids.length > most) throw refuse(400, `${name} may hold at most ${most} ids`);
  return ids.map(Number);
}
