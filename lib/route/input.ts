import type { z } from "zod";
import { AppError, type FieldProblem } from "../errors";

/** Longest JSON body, bytes. */
export const MAX_JSON = 64 * 1024;
/** Where reading on ends, bytes. */
const ENDLESS = 16 * 1024 * 1024;

/** Path parameters or search parameters. @throws AppError `malformed` naming each one that is wrong. */
export function parseNames<T>(schema: z.ZodType<T>, given: Record<string, unknown>): T {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new AppError("malformed", sentence("The address is not right.", parsed.error), {
    problems: problemsOf(parsed.error),
  });
}

/** A body or the fields of a form. @throws AppError `malformed` for unknown names, `invalid` for values that do not fit. */
export function parseBody<T>(schema: z.ZodType<T>, given: unknown): T {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const malformed = parsed.error.issues.some(
    ({ code, path }) => code === "unrecognized_keys" || path.length === 0,
  );
  throw new AppError(malformed ? "malformed" : "invalid", sentence("This cannot be taken.", parsed.error), {
    problems: problemsOf(parsed.error),
  });
}

/** Search parameters as an object; empty ones count as not given. @throws AppError `malformed`. */
export function queryOf(request: Request): Record<string, string> {
  const given: Record<string, string> = {};
  for (const [name, value] of new URL(request.url).searchParams) {
    if (Object.hasOwn(given, name)) throw new AppError("malformed", `${name} is given twice.`);
    if (value !== "") given[name] = storable(value);
  }
  return given;
}

/** The JSON of a request. @throws AppError `malformed` when it is not JSON, too long, or of another content type. */
export async function readJson(request: Request): Promise<unknown> {
  if (!/^application\/json\s*(;|$)/i.test(request.headers.get("content-type") ?? "")) {
    throw new AppError("malformed", "Send JSON, with the content type application/json.");
  }
  const bytes = await readBytes(request);
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return JSON.parse(text, (name, value: unknown) => {
      storable(name);
      return typeof value === "string" ? storable(value) : value;
    });
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError("malformed", "The body is not valid JSON.", {}, { cause });
  }
}

/** The body as it was sent, for those who must see every byte. @throws AppError `malformed` when it is too long or no UTF-8. */
export async function readText(request: Request): Promise<string> {
  const bytes = await readBytes(request);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new AppError("malformed", "The body is not UTF-8.", {}, { cause });
  }
}

/** A text that Postgres can keep: no NUL, no half of a surrogate pair. @throws AppError `malformed`. */
export function storable(text: string): string {
  if (!text.includes("\0") && !/\p{Surrogate}/u.test(text)) return text;
  throw new AppError("malformed", "A text contains a character that cannot be stored.");
}

/** A body that is too long is read to its end all the same: a client that is still sending would not see the answer. */
async function readBytes(request: Request): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    size += part.value.length;
    if (size <= MAX_JSON) chunks.push(part.value);
    if (size > ENDLESS) await reader?.cancel();
  }
  if (size > MAX_JSON) throw new AppError("malformed", `The body is longer than ${MAX_JSON / 1024} KB.`);
  return Buffer.concat(chunks);
}

function sentence(opening: string, error: z.ZodError): string {
  const first = problemsOf(error)[0];
  return first ? `${first.path ? `${first.path}: ` : ""}${first.message}.`.replace(/\.\.$/, ".") : opening;
}

function problemsOf(error: z.ZodError): FieldProblem[] {
  return error.issues.flatMap((issue) => {
    if (issue.code !== "unrecognized_keys") return [{ path: issue.path.join("."), message: issue.message }];
    return issue.keys.map((key) => ({
      path: [...issue.path, key].join("."),
      message: "is not a known name",
    }));
  });
}
