import type { World } from "@/tests/sandbox/gumroad/context";

/** Requests and the seconds of the window; each level is counted only if the one before let the request by. */
type Level = [requests: number, seconds: number];

/** Gumroad's rack-attack levels: the create per address, the update per path, then per token and path. */
const CREATE: Level[] = [
  [10, 60],
  [20, 64],
  [30, 512],
  [40, 4096],
  [50, 32_768],
];
const UPDATE: Level[] = [
  [30, 60],
  [60, 64],
  [90, 512],
  [120, 4096],
  [150, 32_768],
];
const UPDATE_BY_TOKEN: Level[] = [...UPDATE, [180, 262_144]];
const DEEP_SALES: Level[] = [[10, 1]];

/**
 * Counts a request before the application sees it and says whether it is over a limit.
 * Windows are fixed and aligned to the epoch; failed and refused requests count too.
 */
export function overLimit(
  world: World,
  request: { method: string; path: string; query: URLSearchParams; token: string },
): boolean {
  const { method, path } = request;
  if (method === "POST" && path === "/v2/products") return exceeds(world, "create", CREATE);
  if (["PUT", "PATCH"].includes(method) && /^\/v2\/products\/[^/]+$/.test(path)) {
    const key = `update ${path}`;
    return exceeds(world, key, UPDATE) || exceeds(world, `${key} ${request.token}`, UPDATE_BY_TOKEN);
  }
  const deep = path === "/v2/sales" && Number(request.query.get("page")) > 10;
  return method === "GET" && deep && exceeds(world, "sales page", DEEP_SALES);
}

function exceeds(world: World, key: string, levels: Level[]): boolean {
  const seconds = world.now().getTime() / 1000;
  return levels.some(([requests, period]) => {
    const window = Math.floor(seconds / period);
    const name = `${key} per ${period} s`;
    const last = world.books.throttles[name];
    const count = last?.window === window ? last.count + 1 : 1;
    world.books.throttles[name] = { window, count };
    world.keep.throttle(name);
    return count > requests;
  });
}
