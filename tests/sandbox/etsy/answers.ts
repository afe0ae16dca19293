import type { SandboxAnswer } from "@/tests/sandbox/kit/types";

/** Thrown by a rule, sent as it stands. */
export class Refusal extends Error {
  constructor(readonly answer: SandboxAnswer) {
    super(`${answer.status} ${JSON.stringify(answer.body)}`);
  }
}

/** Shape A, most endpoints: `{"error": text}`. */
export function refuse(status: number, error: string): Refusal {
  return new Refusal({ status, body: { error } });
}

/** Shape A as listing rules word it. */
export function problem(field: string, text: string): Refusal {
  return refuse(400, `There was a problem with /${field} : ${text}`);
}

/** Shape B, listing validation: an array of what is wrong. */
export function invalid(path: string, type: string, message: string): Refusal {
  return new Refusal({ status: 400, body: [{ path, type, message }] });
}

/** Shape C, authentication. */
export function unauthorised(status: number, error: string, description: string): Refusal {
  return new Refusal({ status, body: { error, error_description: description } });
}

export function ok(body: object, status = 200): SandboxAnswer {
  return { status, body };
}

export const NO_CONTENT: SandboxAnswer = { status: 204, body: "" };

/** `{count, results}` with `count` of all, not of the page. */
export function page<T>(
  all: T[],
  range: { limit: number; offset: number },
  map: (item: T) => object,
): SandboxAnswer {
  return ok({ count: all.length, results: all.slice(range.offset, range.offset + range.limit).map(map) });
}
