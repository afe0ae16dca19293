import type { Page } from "@/db/queries/cursor";
import { type App, getApp } from "./app";
import { env } from "./env";
import { AppError } from "./errors";
import { type Multipart, readMultipart } from "./multipart";
import type { CronCall } from "./qstash/call";
import { readCronPart } from "./route/agent";
import { type Caller, memberOf, refuseForeign, requireCron } from "./route/caller";
import { parseBody, parseNames, queryOf, readJson, storable } from "./route/input";
import type { Operation } from "./route/operation";
import { problem } from "./route/problem";

/** What a handler works with, each part checked by the schema of its operation. */
export interface Input<Params, Query, Body> {
  app: App;
  request: Request;
  /** Who did it, in the words that are written down. */
  who: string;
  /** They may see what only an owner may. */
  isOwner: boolean;
  /** Of the signed message that this request is; null for every other request. */
  messageId: string | null;
  params: Params;
  query: Query;
  body: Body;
}

type Handler = (
  request: Request,
  context: { params: Promise<Record<string, string | string[] | undefined>> },
) => Promise<Response>;

type Work<P, Q, B, Answer> = (input: Input<P, Q, B>) => Promise<Answer>;

/** A handler that answers with JSON. */
export function route<P, Q, B, A>(operation: Operation<P, Q, B, A>, work: Work<P, Q, B, A>): Handler {
  return handler(operation, async (input) => json(operation, await work(await withJson(operation, input))));
}

/** A handler that answers with a page of a list, and with the address of the next one. */
export function list<P, Q extends { limit: number }, B, Row>(
  operation: Operation<P, Q, B, Row[]>,
  work: Work<P, Q, B, Page<Row>>,
): Handler {
  return handler(operation, async (input) => {
    const { rows, next } = await work(input);
    const answer = json(operation, rows);
    if (next !== null) answer.headers.set("Link", nextLink(input.request, input.query.limit, next));
    return answer;
  });
}

/** A handler that takes a file; the file is gone from disk afterwards, unless somebody took it over. */
export function upload<P, Q, B, A>(
  operation: Operation<P, Q, B, A>,
  work: (input: Input<P, Q, B> & { file: NonNullable<Multipart["file"]> }) => Promise<A>,
): Handler {
  return handler(operation, async (input) => {
    const scratch = await input.app.storage.scratch();
    try {
      const { fields, file } = await readMultipart(input.request, scratch.dir, input.app.maxUploadBytes);
      for (const text of Object.entries(fields).flat()) storable(text);
      const body = operation.body ? parseBody(operation.body, fields) : input.body;
      if (file?.field !== operation.filePart || !file) {
        throw new AppError("malformed", `Send the file as the part “${operation.filePart}”.`);
      }
      return json(operation, await work({ ...input, body, file }));
    } finally {
      await scratch.remove();
    }
  });
}

/** A handler of a schedule's address: what calls it and which part it asks for. */
export function cron<A>(
  operation: Operation<unknown, unknown, unknown, A>,
  work: (input: { app: App; call: CronCall }) => Promise<A>,
): Handler {
  return handler(operation, async ({ app, request, messageId }) =>
    json(operation, await work({ app, call: { messageId, part: await readCronPart(request) } })),
  );
}

/** A handler that makes its own answer: a picture. */
export function raw<P, Q, B>(operation: Operation<P, Q, B>, work: Work<P, Q, B, Response>): Handler {
  return handler(operation, work);
}

/** Who may call, what was sent, what went wrong: the same for every route. */
function handler<P, Q, B, A>(
  operation: Operation<P, Q, B, A>,
  work: (input: Input<P, Q, B>) => Promise<Response>,
): Handler {
  return async (request, context) => {
    try {
      const app = await getApp();
      const caller = await admit(operation, app, request);
      const params = operation.params && parseNames(operation.params, await context.params);
      const query = operation.query && parseNames(operation.query, queryOf(request));
      // Without a schema the type of that part is unknown, and nobody reads it.
      const input = {
        app,
        request,
        who: caller.who,
        isOwner: caller.role === "owner",
        messageId: caller.messageId ?? null,
        params,
        query,
        body: undefined,
      } as Input<P, Q, B>;
      const answer = await work(input);
      if (caller.setCookie) answer.headers.append("Set-Cookie", caller.setCookie);
      return answer;
    } catch (error) {
      return problem(error, request);
    }
  };
}

/** @throws AppError `unauthorised`, `forbidden`, `unavailable`. */
async function admit(
  { access, method }: Pick<Operation, "access" | "method">,
  app: App,
  request: Request,
): Promise<Pick<Caller, "who" | "setCookie"> & { role: Caller["role"] | null; messageId?: string | null }> {
  const e = env();
  if (access === "cron") {
    const messageId = await requireCron(request, e, app.world.now());
    return { who: "the schedule", role: null, setCookie: null, messageId };
  }
  if (access === "webhook") return { who: "a platform", role: null, setCookie: null };
  if (access === "anyone") {
    refuseForeign(request, e.appUrl);
    return { who: "anyone", role: null, setCookie: null };
  }
  const caller = await memberOf(app, request, e);
  if (caller.role === "viewer" && method !== "GET") {
    throw new AppError("forbidden", "You may look at everything here, but not change it.");
  }
  return caller;
}

async function withJson<P, Q, B, A>(
  operation: Operation<P, Q, B, A>,
  input: Input<P, Q, B>,
): Promise<Input<P, Q, B>> {
  if (!operation.body) return input;
  return { ...input, body: parseBody(operation.body, await readJson(input.request)) };
}

/** While we develop and test, an answer that is not as described is our mistake and fails. */
function json<P, Q, B, A>(operation: Operation<P, Q, B, A>, value: A): Response {
  if (!env().production) operation.answer?.parse(value);
  return Response.json(value, { status: operation.status, headers: { "Cache-Control": "no-store" } });
}

function nextLink(request: Request, limit: number, cursor: string): string {
  const { pathname, search } = new URL(request.url);
  const { appUrl } = env();
  // The reader may use another name for us than the one we know.
  const own = `${new URL(appUrl).protocol}//${request.headers.get("host")}`;
  const url = new URL(`${pathname}${search}`, URL.canParse(own) ? own : appUrl);
  url.searchParams.set("limit", String(limit));
  url.searchParams.set("cursor", cursor);
  return `<${url.href}>; rel="next"`;
}
