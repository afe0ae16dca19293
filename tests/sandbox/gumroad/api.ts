import { findToken, refuseScope } from "@/tests/sandbox/gumroad/access";
import { type Answer, badRequest, throttled } from "@/tests/sandbox/gumroad/answers";
import type { World } from "@/tests/sandbox/gumroad/context";
import { showPage } from "@/tests/sandbox/gumroad/pages";
import { readParams, text } from "@/tests/sandbox/gumroad/params";
import { findRoute } from "@/tests/sandbox/gumroad/routes";
import { overLimit } from "@/tests/sandbox/gumroad/throttle";
import type { SandboxRequest } from "@/tests/sandbox/kit/types";

/** The API host: throttle, then token, then scope, then the endpoint; anything else is a public page. */
export async function handleApi(world: World, request: SandboxRequest): Promise<Answer> {
  const path = request.path.replace(/^\/api(?=\/v2)/, "").replace(/\.json$/, "");
  if (!path.startsWith("/v2/")) return showPage(world, request);

  const { method, query, headers } = request;
  const params = readParams(query, headers["content-type"] ?? "", request.body);
  if (params === null) return badRequest("Bad Request");
  const authorization = headers.authorization ?? "";
  const secret = authorization || text(params.access_token);
  if (overLimit(world, { method, path, query, token: secret })) {
    world.books.counters.throttled += 1;
    if (world.profile === "real") return throttled;
  }
  const found = findRoute(method, path);
  if (found === undefined) return { status: 404, body: { status: 404, error: "Not Found" } };
  const token = findToken(world.books, authorization, params);
  if ("status" in token) return token;
  const refusal = refuseScope(token, found.route.scopes);
  if (refusal !== null) return refusal;

  const answer = await found.route.handle({ ...world, method, path, query, params, token }, found.ids);
  if (method !== "GET") world.keep.account();
  return answer;
}
