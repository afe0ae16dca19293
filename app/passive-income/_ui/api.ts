import * as z from "zod/mini";

/** RFC 9457, as every error of our API. */
const problem = z.object({
  detail: z.optional(z.string()),
  title: z.optional(z.string()),
  errors: z.optional(z.array(z.object({ path: z.string(), message: z.string() }))),
});

export type Answer =
  | { ok: true; body: unknown }
  | { ok: false; status: number; detail: string; fields: Record<string, string> };

const silent: Answer = {
  ok: false,
  status: 0,
  detail: "The server did not answer. Look at the page again before you repeat this.",
  fields: {},
};

/** Calls our own HTTP API with JSON or a form. Never throws: what went wrong is a sentence. */
export async function send(method: string, path: string, body?: unknown): Promise<Answer> {
  const form = body instanceof FormData;
  try {
    const response = await fetch(`/api/passive-income/${path}`, {
      method,
      body: form ? body : body === undefined ? undefined : JSON.stringify(body),
      headers: form || body === undefined ? {} : { "content-type": "application/json" },
    });
    const text = await response.text();
    return response.ok ? { ok: true, body: parse(text) } : refusal(response.status, text);
  } catch {
    return silent;
  }
}

/** What an answer with an error status says, in words and by field. */
export function refusal(status: number, text: string): Answer {
  const { detail, title, errors = [] } = z.safeParse(problem, parse(text)).data ?? {};
  const fallback = status === 401 ? "You were signed out. Sign in again." : `The server answered ${status}.`;
  const fields = Object.fromEntries(errors.map(({ path, message }) => [path, message]));
  return { ok: false, status, detail: detail ?? title ?? fallback, fields };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
