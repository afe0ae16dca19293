import { randomUUID } from "node:crypto";
import { z } from "zod";
import { codeOf } from "@/db/errors";
import { AppError, type AppErrorKind, PlatformError } from "../errors";
import { log, scrub } from "../log";

/** RFC 9457. */
export const problemSchema = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    /** A sentence that a person understands. */
    detail: z.string(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .meta({ description: "RFC 9457: what went wrong, in a sentence; `errors` names the fields." });

const statuses: Record<AppErrorKind, number> = {
  malformed: 400,
  unauthorised: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  invalid: 422,
  too_many: 429,
  unavailable: 503,
};

/** The names of RFC 9110 (429: RFC 6585). */
export const titles: Record<number, string> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  409: "Conflict",
  422: "Unprocessable Content",
  429: "Too Many Requests",
  500: "Internal Server Error",
  502: "Bad Gateway",
  503: "Service Unavailable",
};

/** Connection lost, shutting down, out of connections: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const lostDatabase = /^(08...|57P0.|53300|ECONN\w+|ETIMEDOUT|EPIPE)$/;

/** Whatever was thrown, as an answer. What nobody expected is logged, and only its reference is told. */
export function problem(error: unknown, request: Pick<Request, "method" | "url">): Response {
  if (error instanceof AppError) return appProblem(error);
  if (error instanceof PlatformError) return answer(502, { detail: scrub(error.message) });
  if (lostDatabase.test(codeOf(error) ?? "")) {
    return answer(
      503,
      { detail: "The database does not answer. Try again in a moment." },
      { "Retry-After": "5" },
    );
  }
  const reference = randomUUID().slice(0, 8);
  log("request_failed", { reference, method: request.method, path: new URL(request.url).pathname, error });
  const detail = `Something went wrong on our side. The log has it under ${reference}.`;
  return answer(500, { detail, reference });
}

function appProblem({ kind, message, details }: AppError): Response {
  const { problems, extra, retryAfterSeconds } = details;
  const body = { ...extra, detail: scrub(message), ...(problems ? { errors: problems } : {}) };
  const headers: Record<string, string> = {};
  if (kind === "unauthorised") headers["WWW-Authenticate"] = 'Bearer realm="Passive Income Dashboard"';
  if (retryAfterSeconds !== undefined) headers["Retry-After"] = String(retryAfterSeconds);
  return answer(statuses[kind], body, headers);
}

function answer(
  status: number,
  body: { detail: string } & Record<string, unknown>,
  headers: Record<string, string> = {},
): Response {
  const title = titles[status] ?? "Error";
  return new Response(JSON.stringify({ ...body, type: "about:blank", title, status }), {
    status,
    headers: { ...headers, "Content-Type": "application/problem+json", "Cache-Control": "no-store" },
  });
}
