import { randomUUID } from "node:crypto";
import { Refusal, refuse } from "@/tests/sandbox/etsy/answers";
import { checkBearer, checkKey, checkOwner, checkScopes } from "@/tests/sandbox/etsy/auth/gate";
import { connectPage, tokenEndpoint } from "@/tests/sandbox/etsy/auth/oauth";
import { makeRate } from "@/tests/sandbox/etsy/auth/rate";
import type { Openapi } from "@/tests/sandbox/etsy/openapi";
import { publicPage } from "@/tests/sandbox/etsy/pages";
import { findRoute } from "@/tests/sandbox/etsy/routes";
import { tick } from "@/tests/sandbox/etsy/tick";
import type { World } from "@/tests/sandbox/etsy/world";
import type { SandboxAnswer, SandboxRequest } from "@/tests/sandbox/kit/types";

const TOKEN_PATH = "/v3/public/oauth/token";

export type Api = {
  handle(request: SandboxRequest): SandboxAnswer;
  pattern(method: string, path: string): string;
};

/** The API with its gates in Etsy's order: key, bearer, scope, ownership, rate, official document, rules. */
export function makeApi(world: World, openapi: Openapi | undefined): Api {
  const rate = makeRate(world);

  function answer(request: SandboxRequest): SandboxAnswer {
    tick(world);
    if (request.path === TOKEN_PATH) return tokenEndpoint(world, request);
    if (request.path === "/oauth/connect") return connectPage(world, request);
    return publicPage(world, request.path) ?? call(request);
  }

  function call(request: SandboxRequest): SandboxAnswer {
    checkKey(request);
    const found = findRoute(request.method, request.path);
    if (found === undefined) {
      checkDocument(request);
      throw refuse(
        openapi === undefined ? 404 : 501,
        openapi === undefined ? "Resource not found" : NOT_PLAYED,
      );
    }
    const { ids, route } = found;
    const token = checkBearer(world, request, route.scopes);
    checkScopes(token, route.scopes);
    checkOwner(token, route.scopes, ids.shop_id);
    rate.take();
    checkDocument(request);
    return route.handler({ world, request, ids, token });
  }

  function checkDocument(request: SandboxRequest): void {
    const findings = openapi?.check(request);
    if (findings === undefined) return;
    note(world.ignored, request, findings.ignored);
    note(world.violations, request, findings.violations);
    if (findings.violations.length > 0) throw refuse(400, `openapi: ${findings.violations.join("; ")}`);
  }

  function note(table: World["violations"], request: SandboxRequest, texts: string[]): void {
    const { method, path } = request;
    for (const text of texts) {
      const key = `${method} ${path} ${text}`;
      if (table.get(key) === undefined)
        table.put(key, { at: request.now().toISOString(), method, path, text });
    }
  }

  return {
    handle(request) {
      const answered = orRefusal(() => answer(request));
      const uuid = { "x-etsy-request-uuid": randomUUID() };
      const limits = request.path.startsWith("/v3/application/") ? rate.headers() : {};
      return { ...answered, headers: { ...uuid, ...limits, ...answered.headers } };
    },
    pattern: (method, path) => findRoute(method, path)?.route.path ?? path.replace(/\/\d+(?=\/|$)/g, "/{id}"),
  };
}

const NOT_PLAYED = "This operation exists, but the stand-in does not play it.";

function orRefusal(work: () => SandboxAnswer): SandboxAnswer {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refusal) return error.answer;
    throw error;
  }
}
