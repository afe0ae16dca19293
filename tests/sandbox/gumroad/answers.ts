/** The few shapes in which Gumroad answers; see its API's status table: most refusals are HTTP 200. */
export interface Answer {
  status: number;
  headers?: Record<string, string>;
  body: string | Buffer | object;
}

/** 200 with `success: true`. */
export function ok(fields: object): Answer {
  return { status: 200, body: { success: true, ...fields } };
}

/** 200 with `success: false`: validation, not found, business refusals. */
export function refused(message: string): Answer {
  return { status: 200, body: { success: false, message } };
}

/** 200 "The <noun> was not found." */
export function notFound(noun: string): Answer {
  return refused(`The ${noun} was not found.`);
}

/** 400 whose body has `error` and no `success`. */
export function badRequest(error: string): Answer {
  return { status: 400, body: { status: 400, error } };
}

/** 401 with an empty body and the reason in a header only. */
export function unauthorized(reason: "invalid" | "was revoked"): Answer {
  const description = reason === "invalid" ? "The access token is invalid" : "The access token was revoked";
  return {
    status: 401,
    headers: {
      "WWW-Authenticate": `Bearer realm="Doorkeeper", error="invalid_token", error_description="${description}"`,
    },
    body: "",
  };
}

/** 403 with an empty body. */
export const forbidden: Answer = { status: 403, body: "" };

/** 429 as plain text without Retry-After, the throttling library's default. */
export const throttled: Answer = {
  status: 429,
  headers: { "Content-Type": "text/plain" },
  body: "Retry later\n",
};

/** Several model errors in one message, as Rails' `to_sentence`: "A", "A and B", "A, B, and C". */
export function sentence(errors: string[]): string {
  if (errors.length < 3) return errors.join(" and ");
  return `${errors.slice(0, -1).join(", ")}, and ${errors[errors.length - 1]}`;
}
