import type { SandboxAnswer, SandboxRequest } from "@/tests/sandbox/kit/types";
import { coupons } from "@/tests/sandbox/payhip/api/coupons";
import { addDigital } from "@/tests/sandbox/payhip/dashboard";
import { notFoundPage, page } from "@/tests/sandbox/payhip/html";
import { coverOf, productPage } from "@/tests/sandbox/payhip/product-page";
import type { World } from "@/tests/sandbox/payhip/world";

/** Everything but the control door. */
export async function handle(world: World, request: SandboxRequest): Promise<SandboxAnswer> {
  const { method, path } = request;
  if (path.startsWith("/api/")) return api(world, request);
  if (path === "/product/add/digital") return addDigital(world, request);
  if (method !== "GET" && method !== "HEAD") return notFoundPage();
  if (path === "/") return page(200, "Payhip stand-in", "<h1>Payhip stand-in</h1>");
  const [, folder, key] = /^\/(b|covers)\/([A-Za-z0-9]+)$/.exec(path) ?? [];
  if (key === undefined) return notFoundPage();
  return folder === "b" ? productPage(world, key, request.origin) : coverOf(world, key);
}

/** For the counters: keys and ids become `{key}` and `{id}`. */
export function pathPattern(path: string): string {
  return path.replace(/^\/(b|covers)\/[^/]+$/, "/$1/{key}").replace(/\/coupons\/[^/]+$/, "/coupons/{id}");
}

/** Coupons and licence keys are all there is: https://payhip.com/api-reference. */
function api(world: World, request: SandboxRequest): SandboxAnswer {
  const [, resource, rest] = /^\/api\/v2\/(coupons|license)(\/.*)?$/.exec(request.path) ?? [];
  if (resource === "coupons") return coupons(world, request, rest?.slice(1));
  // No product here gives licence keys, so every key is unknown, and a failed check is an empty answer.
  if (resource === "license" && rest === "/verify" && request.method === "GET")
    return { status: 200, body: "" };
  return { status: 404, body: { error: "Not Found" } };
}
